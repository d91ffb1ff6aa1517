import type { EpochResult } from '../../protocol/run';
import { exact, measured, percent } from '../../protocol/format';
import type { Ink } from './chartTheme';
import type { RunData } from './runData';
import type { Trace } from './trace';
import type { ValueRange } from './extent';

/** The charts from top to bottom: the important ones first. */
export const chartNames = ['loss', 'accuracy', 'gradient-norm', 'learning-rate', 'throughput'] as const;

export type ChartName = (typeof chartNames)[number];

/** A run's series that a chart draws; none of them where it has no line of that kind. */
export interface ChartTraces {
  readonly raw?: Trace;
  readonly smooth?: Trace;
}

/** What one of the charts shows. */
export interface ChartSpec {
  readonly name: ChartName;
  readonly title: string;
  readonly ink: Ink;
  /** What the read-out calls its lines; a line without a name is not drawn. */
  readonly labels: { readonly raw?: string; readonly smooth?: string; readonly test?: string };
  readonly traces: (data: RunData) => ChartTraces;
  /** Left out where nothing is tested. */
  readonly test?: (epoch: EpochResult) => number;
  /** Only some of the steps have a value: lines go on between them, and the read-out takes the newest. */
  readonly sparse?: boolean;
  /** What a file's columns call its lines. */
  readonly column: string;
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

const fromNothing: ValueRange = [0, Number.POSITIVE_INFINITY];

const specs: Readonly<Record<ChartName, Omit<ChartSpec, 'name'>>> = {
  loss: {
    title: 'Loss',
    column: 'loss',
    ink: 'train',
    labels: { raw: 'batch', smooth: 'smoothed', test: 'test' },
    traces: ({ loss }) => loss,
    test: ({ testLoss }) => testLoss,
    namesNewestTest: false,
    offersLog: true,
    leastSpan: 0.02,
    bounds: fromNothing,
    format: lossText,
    formatTick: tickText,
  },
  accuracy: {
    title: 'Accuracy',
    column: 'accuracy',
    ink: 'train',
    labels: { smooth: 'training', test: 'test' },
    traces: ({ accuracy: { smooth } }) => ({ smooth }),
    test: ({ testAccuracy }) => testAccuracy,
    namesNewestTest: true,
    offersLog: false,
    leastSpan: 0.02,
    bounds: [0, 1],
    format: percent,
    formatTick: (value) => `${tickText(100 * value)} %`,
  },
  'gradient-norm': {
    title: 'Gradient norm',
    column: 'gradient_norm',
    ink: 'train',
    labels: { raw: 'step', smooth: 'smoothed' },
    traces: ({ gradientNorm }) => gradientNorm,
    sparse: true,
    namesNewestTest: false,
    offersLog: true,
    leastSpan: 0.05,
    bounds: fromNothing,
    format: measured,
    formatTick: tickText,
  },
  'learning-rate': {
    title: 'Learning rate',
    column: 'learning_rate',
    ink: 'speed',
    labels: { raw: 'rate' },
    traces: ({ learningRate }) => ({ raw: learningRate }),
    namesNewestTest: false,
    offersLog: true,
    leastSpan: 0.5,
    bounds: fromNothing,
    format: (value) => String(Number(value.toPrecision(4))),
    formatTick: tickText,
  },
  throughput: {
    title: 'Images / s',
    column: 'images_per_s',
    ink: 'speed',
    labels: { raw: 'step', smooth: 'smoothed' },
    traces: ({ throughput }) => throughput,
    namesNewestTest: false,
    offersLog: false,
    leastSpan: 0.3,
    bounds: fromNothing,
    format: (value) => (value < 100 ? measured(value) : exact(Math.round(value))),
    formatTick: (value) => (value < 10_000 ? tickText(value) : `${tickText(value / 1000)}k`),
  },
};

/** What each chart shows, in their order. */
export const chartSpecs: readonly ChartSpec[] = chartNames.map((name) => ({ name, ...specs[name] }));

/** `0.4123`, `12.35` or `3.2e-5`: a loss in a column of fixed width. */
export function lossText(loss: number): string {
  if (!Number.isFinite(loss) || (loss !== 0 && Math.abs(loss) < 1e-3)) return measured(loss);
  return Math.abs(loss) < 10 ? loss.toFixed(4) : String(Number(loss.toPrecision(4)));
}

function tickText(value: number): string {
  const round = Number(value.toPrecision(6));
  return round !== 0 && Math.abs(round) < 1e-3 ? round.toExponential() : String(round);
}
