import type { Shape } from '../model/layer';
import { exact } from './format';
import type { NetworkOptions } from './networkOptions';
import type { RecognisedNetwork } from './recognition/recognise';

/** What a tensor's elements are like; extremes and moments are of those that are finite, and 0 where none is. */
export interface ElementStatistics {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Over all elements, not an estimate from a sample. */
  readonly std: number;
  /** √Σx². */
  readonly norm: number;
  readonly zeros: number;
  readonly nans: number;
  readonly infinities: number;
}

/** A tensor of a file. */
export interface TensorStatistics extends ElementStatistics {
  readonly name: string;
  readonly dtype: string;
  readonly shape: Shape;
  /** Elements in equal intervals from `min` to `max`. */
  readonly histogram: readonly number[];
}

/** A file of weights as its header tells it. */
export interface OpenedWeights {
  readonly network: RecognisedNetwork;
  /** The classes' names, where the file has them. */
  readonly classNames: readonly string[] | undefined;
  readonly tensors: number;
  /** Elements of all its tensors. */
  readonly elements: number;
  readonly bytes: number;
}

/** Which file to open, and as what; left out: as what is recognised. */
export interface WeightsRequest {
  readonly file: string;
  readonly network?: NetworkOptions | undefined;
}

/** Statistics of several tensors as of one. */
export function combined(parts: readonly ElementStatistics[]): ElementStatistics {
  const sum = (of: (part: ElementStatistics) => number): number => parts.reduce((total, part) => total + of(part), 0);
  const finite = sum(finiteCount);
  const some = parts.filter((part) => finiteCount(part) > 0);
  const mean = finite === 0 ? 0 : sum((part) => part.mean * finiteCount(part)) / finite;
  const squares = sum((part) => (part.std ** 2 + (part.mean - mean) ** 2) * finiteCount(part));
  return {
    count: sum(({ count }) => count),
    min: some.reduce((least, { min }) => Math.min(least, min), some[0]?.min ?? 0),
    max: some.reduce((most, { max }) => Math.max(most, max), some[0]?.max ?? 0),
    mean,
    std: finite === 0 ? 0 : Math.sqrt(squares / finite),
    norm: Math.sqrt(sum(({ norm }) => norm ** 2)),
    zeros: sum(({ zeros }) => zeros),
    nans: sum(({ nans }) => nans),
    infinities: sum(({ infinities }) => infinities),
  };
}

/** `3 zeros, 1 NaN`: what a reader would stumble over; empty where there is nothing. */
export function oddities({ zeros, nans, infinities }: ElementStatistics): string {
  const some = [
    [zeros, zeros === 1 ? 'zero' : 'zeros'],
    [nans, 'NaN'],
    [infinities, '±∞'],
  ] as const;
  return some.flatMap(([count, what]) => (count === 0 ? [] : [`${exact(count)} ${what}`])).join(', ');
}

function finiteCount({ count, nans, infinities }: ElementStatistics): number {
  return count - nans - infinities;
}
