import { exact } from './format';
import type { LiveMetrics } from './run';

/** How a run's numbers stop being sound, the gravest last. */
export const faultKinds = ['exploding', 'gradient', 'statistics'] as const;

export type FaultKind = (typeof faultKinds)[number];

/** Where a run's numbers stop being sound. */
export interface RunFault {
  readonly step: number;
  readonly kind: FaultKind;
  /** The layer at which it begins. */
  readonly layer: string;
  /** Of an exploding gradient: its norm over its running median. */
  readonly times?: number | undefined;
}

/** A gradient explodes when its norm is so many times its running median. */
export const explodingTimes = 1000;

/** Medians below this count as it: a gradient that was next to nothing explodes by no growth from nothing. */
const leastMedian = 1e-6;

/**
 * The fault of a measured step, if it has one. Gradients flow from the head backwards, so it begins at the last tensor in the
 * network's order whose gradient norm is not finite, or is `explodingTimes` its running median; medians may be NaN.
 */
export function gradientFault(
  { step, gradientNorm }: Pick<LiveMetrics, 'step' | 'gradientNorm'>,
  tensors: readonly string[],
  medians: readonly number[],
): RunFault | undefined {
  for (let row = Math.min(tensors.length, gradientNorm.length) - 1; row >= 0; row--) {
    const norm = gradientNorm[row] ?? 0;
    const layer = layerOf(tensors[row] ?? '');
    const times = norm / Math.max(leastMedian, medians[row] ?? NaN);
    if (!Number.isFinite(norm)) return { step, kind: 'gradient', layer };
    if (times >= explodingTimes) return { step, kind: 'exploding', layer, times };
  }
  return undefined;
}

/** The layer that a tensor belongs to. */
export function layerOf(tensor: string): string {
  return tensor.replace(/\.[^.]+$/, '');
}

const places: Readonly<Record<FaultKind, (fault: Omit<RunFault, 'step'>) => string>> = {
  exploding: ({ layer, times = NaN }) =>
    `the gradient of layer "${layer}" is ${exact(Math.round(times))} times its running median`,
  gradient: ({ layer }) => `the first layer, from the head backwards, whose gradient is not finite is "${layer}"`,
  statistics: ({ layer }) => `the first layer whose statistics are not finite is "${layer}"`,
};

/** Half a sentence: where a fault begins. */
export function faultPlace(fault: Omit<RunFault, 'step'>): string {
  return places[fault.kind](fault);
}

/** A sentence for a person: when, where, and how to mend it. */
export function faultSentence(fault: RunFault): string {
  return `At step ${exact(fault.step)} ${faultPlace(fault)}; lower the learning rate or check the data.`;
}
