import { median, printTable, rounded } from './measure';
import type { Measured } from './takeTurns';
import type { Started } from './trainingProcess';
import type { Workload } from './workloads';

/** Step times of one workload, the rows by name. */
export interface Comparison {
  readonly workload: Workload;
  readonly rows: readonly Measured[];
  /** Peers that could not be started are told in the table. */
  readonly peers: readonly Started[];
  /** Rows that all are compared with. */
  readonly references: readonly string[];
}

/** Prints a comparison as a table. */
export function printSteps({ workload, rows, peers, references }: Comparison): void {
  const table = rows.map(({ name, values, load }) => {
    const ms = median(values);
    const speeds = references.map((other) => [`speed over ${other}`, rounded(median(valuesOf(rows, other)) / ms, 2)]);
    return {
      row: name,
      'ms a step (median)': rounded(ms),
      'images/s': rounded((1000 * workload.batch) / ms, 1),
      ...(Object.fromEntries(speeds) as Record<string, number>), // made in the line above
      steps: values.length,
      load: rounded(load, 1),
    };
  });
  const missing = peers.flatMap((peer) => ('absent' in peer ? [{ row: `${peer.name}: ${peer.absent}` }] : []));
  printTable(workload.title, [...table, ...missing]);
}

/** What the row of that name measured. */
export function valuesOf(measured: readonly Measured[], name: string): readonly number[] {
  return measured.find((one) => one.name === name)?.values ?? [];
}
