import type { ChartSpec } from './chartSpec';
import type { RunData } from './runData';

/** The lines that a chart may have, in the order of its read-out. */
export const lineNames = ['raw', 'smooth', 'test'] as const;

/** What a chart's lines say at a step; NaN where they say nothing. */
export type LineValues = Readonly<Record<(typeof lineNames)[number], number>>;

/** Exact values at a step (from 1): those of its own, and of the newest epoch that had ended. */
export function readValues(spec: ChartSpec, run: RunData, step: number): LineValues {
  const { raw, smooth } = spec.traces(run);
  const at = spec.sparse === true ? (raw?.newestBy(step) ?? step) : step;
  const epoch = run.epochEndedBy(step);
  const test = epoch === undefined ? Number.NaN : (spec.test?.(epoch) ?? Number.NaN);
  return { raw: raw?.at(at) ?? Number.NaN, smooth: smooth?.at(at) ?? Number.NaN, test };
}

/** A value as the chart writes it; an en dash where there is none. */
export function valueText(spec: ChartSpec, value: number): string {
  return Number.isFinite(value) ? spec.format(value) : '–';
}
