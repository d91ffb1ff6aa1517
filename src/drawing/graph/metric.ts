import { measured, short } from '../../protocol/format';
import type { SubjectNumbers } from './liveNumbers';
import type { Subject } from './network';
import type { ScaleKind } from './tintScale';

/** What boxes can be tinted by. */
export const metricNames = [
  'gradientNorm',
  'updateRatio',
  'activationRms',
  'branchRatio',
  'reluZeros',
  'params',
  'macs',
  'none',
] as const;

export type MetricName = (typeof metricNames)[number];

/** A number that each subject has, and how to show it. */
export interface Metric {
  /** In the menu. */
  readonly label: string;
  /** In the legend: what the number is, with its unit. */
  readonly explanation: string;
  /** Comes from training, so there is none before the first step. */
  readonly live: boolean;
  /** Unless the user chooses another. */
  readonly scale: ScaleKind;
  /** NaN where the subject has none. */
  readonly of: (subject: Subject, numbers: SubjectNumbers | undefined) => number;
  /** Of what a block's shortcut carries, by the block's numbers; left out: a shortcut's card has its own layers' number. */
  readonly carried?: (numbers: SubjectNumbers | undefined) => number;
  readonly format: (value: number) => string;
}

const none: Metric = { label: 'None', explanation: '', live: false, scale: 'log', of: () => NaN, format: measured };

/** One row a metric. */
export const metrics: Readonly<Record<MetricName, Metric>> = {
  gradientNorm: {
    label: 'Gradient norm',
    explanation: 'L2 norm over the parameters of the branch, and of the shortcut if it has any, newest step',
    live: true,
    scale: 'log',
    of: (_subject, numbers) => numbers?.gradientNorm ?? NaN,
    format: measured,
  },
  updateRatio: {
    label: 'Update / weight',
    explanation: '|Δw| / |w|, the largest over the weights, newest step',
    live: true,
    scale: 'log',
    of: (_subject, numbers) => numbers?.updateRatio ?? NaN,
    format: measured,
  },
  activationRms: {
    label: 'Activation RMS',
    explanation: 'of F(x) on the branch and of what the shortcut adds, newest step',
    live: true,
    scale: 'log',
    of: (_subject, numbers) => numbers?.branchRms ?? NaN,
    carried: (numbers) => numbers?.shortcutRms ?? NaN,
    format: measured,
  },
  branchRatio: {
    label: 'Branch / shortcut',
    explanation: '|F(x)| / |x| by RMS, newest step',
    live: true,
    scale: 'log',
    of: (_subject, numbers) => numbers?.branchRatio ?? NaN,
    format: measured,
  },
  reluZeros: {
    label: 'Zeros after ReLU',
    explanation: 'share of zeros in the outputs of the ReLUs, newest step',
    live: true,
    scale: 'linear',
    of: (_subject, numbers) => numbers?.reluZeros ?? NaN,
    format: wholePercent,
  },
  params: {
    label: 'Parameters',
    explanation: 'trainable numbers',
    live: false,
    scale: 'log',
    of: ({ totals }) => totals.params,
    format: short,
  },
  macs: {
    label: 'MACs',
    explanation: 'multiply-accumulates an image',
    live: false,
    scale: 'log',
    of: ({ totals }) => totals.macs,
    format: short,
  },
  none,
};

/** `42 %`. */
export function wholePercent(share: number): string {
  return Number.isNaN(share) ? '–' : `${Math.round(100 * share)} %`;
}
