import { measured } from '../../protocol/format';
import type { SubjectNumbers } from './liveNumbers';
import { wholePercent } from './metric';
import type { Subject } from './network';

/** A number that training tells of a subject: its value for a curve, and its text. */
export interface LiveMeasure {
  readonly label: string;
  /** NaN where there is none. */
  readonly of: (numbers: SubjectNumbers) => number;
  readonly text: (numbers: SubjectNumbers | undefined) => string;
}

/** The measures that a subject has. */
export function liveMeasures(subject: Subject): readonly LiveMeasure[] {
  return [
    ...(subject.totals.params > 0 ? trained(subject) : []),
    ...(addsUp(subject) ? paths(subject) : []),
    ...(subject.layers.some(({ layer }) => layer.kind === 'relu') ? [zeros] : []),
  ];
}

function trained(subject: Subject): readonly LiveMeasure[] {
  return [
    measure(`Gradient norm${normOf(subject)}`, ({ gradientNorm }) => gradientNorm),
    measure('Update ÷ weight', ({ updateRatio }) => updateRatio),
  ];
}

/** Of what the norm is, where it isn't of all that the subject has. */
function normOf({ times, apart, layers }: Subject): string {
  if (times > 1) return ' of a block';
  const learns = layers.some(({ layer, params }) => params > 0 && apart.has(layer.name));
  return learns ? ' of F(x)' : '';
}

/** Whether a subject is a block, or stands for several, with an addition. */
function addsUp({ type, members, layers }: Subject): boolean {
  return (type === 'block' || members.length > 0) && layers.some(({ layer }) => layer.kind === 'add');
}

function paths({ members }: Subject): readonly LiveMeasure[] {
  const rms = [
    measure('RMS of F(x)', ({ branchRms }) => branchRms),
    measure('RMS of shortcut', ({ shortcutRms }) => shortcutRms),
  ];
  const label = '|F(x)| ÷ |x|';
  if (members.length === 0) return [...rms, measure(label, ({ branchRatio }) => branchRatio)];
  return [...rms, measure(`${label}, median`, ({ branchRatio }) => branchRatio), rangeOver(members.length)];
}

function rangeOver(blocks: number): LiveMeasure {
  const range = ([low, high]: readonly (number | undefined)[]): string => `${measured(low)} … ${measured(high)}`;
  return {
    label: `over ${blocks} blocks`,
    of: () => NaN,
    text: (numbers) => range(numbers?.branchRatios ?? []),
  };
}

const zeros: LiveMeasure = {
  label: 'Zeros after ReLU',
  of: ({ reluZeros }) => reluZeros,
  text: (numbers) => wholePercent(numbers?.reluZeros ?? NaN),
};

function measure(label: string, of: LiveMeasure['of']): LiveMeasure {
  return { label, of, text: (numbers) => measured(numbers === undefined ? undefined : of(numbers)) };
}
