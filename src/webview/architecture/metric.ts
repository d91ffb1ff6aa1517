import { measured, short } from '../../protocol/format';
import type { SubjectNumbers } from './liveNumbers';
import type { Subject } from './network';

/** What boxes can be tinted by. */
export const metricNames = ['gradientNorm', 'branchRatio', 'params', 'macs', 'none'] as const;

export type MetricName = (typeof metricNames)[number];

/** A number that each subject has, and how to show it. */
export interface Metric {
  /** In the menu. */
  readonly label: string;
  /** In the legend: what the number is, with its unit. */
  readonly explanation: string;
  /** Comes from training, so there is none before the first step. */
  readonly live: boolean;
  /** NaN where the subject has none. */
  readonly of: (subject: Subject, numbers: SubjectNumbers | undefined) => number;
  readonly format: (value: number) => string;
}

const none: Metric = { label: 'None', explanation: '', live: false, of: () => NaN, format: measured };

/** One row a metric. */
export const metrics: Readonly<Record<MetricName, Metric>> = {
  gradientNorm: {
    label: 'Gradient norm',
    explanation: 'L2 norm over the parameters, newest step; log scale',
    live: true,
    of: (_subject, numbers) => numbers?.gradientNorm ?? NaN,
    format: measured,
  },
  branchRatio: {
    label: 'Branch / shortcut',
    explanation: '|F(x)| / |x| by RMS, newest step; log scale',
    live: true,
    of: (_subject, numbers) => numbers?.branchRatio ?? NaN,
    format: measured,
  },
  params: {
    label: 'Parameters',
    explanation: 'trainable numbers; log scale',
    live: false,
    of: ({ totals }) => totals.params,
    format: short,
  },
  macs: {
    label: 'MACs',
    explanation: 'multiply-accumulates an image; log scale',
    live: false,
    of: ({ totals }) => totals.macs,
    format: short,
  },
  none,
};
