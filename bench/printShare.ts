import { preset } from '../src/model/presets';
import { median, printTable, rounded } from './measure';
import { trainingMacs } from './usefulMacs';
import type { Workload } from './workloads';

/** What the machine did in turn. */
export interface Rates {
  readonly workload: Workload;
  /** Of the compiled step, in milliseconds. */
  readonly stepMs: readonly number[];
  /** GFLOP/s of large products. */
  readonly products: readonly number[];
}

/** Prints how much of the machine's rate for one large product the step reaches, padding not counted. */
export function printShare({ workload, stepMs, products }: Rates): void {
  const architecture = preset(workload.model, workload);
  if (architecture === undefined) throw new Error(`There is no preset ${workload.model}.`);
  const perStep = (2 * trainingMacs(architecture) * workload.batch) / 1e9;
  const rate = perStep / (median(stepMs) / 1000);
  printTable(`Share of the machine's product rate, ${workload.title}`, [
    { what: 'GFLOP of a step that touch data', value: rounded(perStep, 2) },
    { what: 'GFLOP/s of the compiled step', value: rounded(rate, 1) },
    { what: `GFLOP/s of a 2048³ product, in ${products.length} turns`, value: rounded(median(products), 1) },
    { what: 'share', value: `${rounded((100 * rate) / median(products), 1)} %` },
  ]);
}
