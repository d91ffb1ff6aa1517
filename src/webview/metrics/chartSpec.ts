import type { EpochResult } from '../../protocol/run';
import { exact, measured, percent } from '../../protocol/format';
import type { Ink } from './chartTheme';
import type { RunData } from './runData';
import type { SmoothedTrace } from './trace';
import type { ValueRange } from './valueRange';

/** What one of the charts shows. */
export interface ChartSpec {
  readonly name: 'loss' | 'accuracy' | 'throughput';
  readonly title: string;
  readonly ink: Ink;
  /** What the read-out calls its lines; a line without a name is not drawn. */
  readonly labels: { readonly raw?: string; readonly smooth: string; readonly test?: string };
  readonly trace: (data: RunData) => SmoothedTrace;
  readonly test: (epoch: EpochResult) => number;
  /** Whether the newest test value is written beside its point. */
  readonly namesNewestTest: boolean;
  readonly offersLog: boolean;
  /** Values beyond these don't exist. */
  readonly bounds: ValueRange;
  /** The shortest axis, as part of its values: a shorter one would make noise look like news. */
  readonly leastSpan: number;
  readonly format: (value: number) => string;
  readonly formatTick: (value: number) => string;
}

/** The charts from top to bottom. */
export const chartSpecs: readonly ChartSpec[] = [
  {
    name: 'loss',
    title: 'Loss',
    ink: 'train',
    labels: { raw: 'batch', smooth: 'smoothed', test: 'test' },
    trace: ({ loss }) => loss,
    test: ({ testLoss }) => testLoss,
    namesNewestTest: false,
    offersLog: true,
    leastSpan: 0.02,
    bounds: [0, Number.POSITIVE_INFINITY],
    format: lossText,
    formatTick: tickText,
  },
  {
    name: 'accuracy',
    title: 'Accuracy',
    ink: 'train',
    labels: { smooth: 'training', test: 'test' },
    trace: ({ accuracy }) => accuracy,
    test: ({ testAccuracy }) => testAccuracy,
    namesNewestTest: true,
    offersLog: false,
    leastSpan: 0.02,
    bounds: [0, 1],
    format: percent,
    formatTick: (value) => `${tickText(100 * value)} %`,
  },
  {
    name: 'throughput',
    title: 'Images / s',
    ink: 'speed',
    labels: { raw: 'step', smooth: 'smoothed' },
    trace: ({ throughput }) => throughput,
    test: () => Number.NaN,
    namesNewestTest: false,
    offersLog: false,
    leastSpan: 0.3,
    bounds: [0, Number.POSITIVE_INFINITY],
    format: (value) => (value < 100 ? measured(value) : exact(Math.round(value))),
    formatTick: (value) => (value < 10_000 ? tickText(value) : `${tickText(value / 1000)}k`),
  },
];

/** `0.4123`, `12.35` or `3.2e-5`: a loss in a column of fixed width. */
export function lossText(loss: number): string {
  if (!Number.isFinite(loss) || (loss !== 0 && Math.abs(loss) < 1e-3)) return measured(loss);
  return Math.abs(loss) < 10 ? loss.toFixed(4) : String(Number(loss.toPrecision(4)));
}

function tickText(value: number): string {
  return value !== 0 && Math.abs(value) < 1e-4 ? value.toExponential() : String(Number(value.toPrecision(6)));
}
