import { formatShape, type Shape } from '../../model/layer';
import { exact, measured, short } from '../../protocol/format';
import type { SubjectNumbers } from './liveNumbers';
import { attributeFacts } from './attributeFacts';
import { wholePercent } from './metric';
import type { Network, Subject } from './network';
import { shortcutSentence } from './shortcutSentence';

/** A line of the floating card: what, and how much. */
export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** What stays the same while a subject is shown. */
export interface SubjectFacts {
  readonly title: string;
  readonly kind: string;
  readonly facts: readonly Fact[];
  /** In words; empty for subjects that are no block. */
  readonly shortcut: string;
}

/** Everything that the architecture tells of a subject. */
export function factsOf(subject: Subject, network: Network): SubjectFacts {
  const { totals, input, output } = subject;
  const { length } = subject.members;
  const blocks = length === 0 ? [] : [{ label: 'Blocks', value: String(length) }];
  const several = subject.layers.length > 1 ? [{ label: 'Layers', value: String(subject.layers.length) }] : [];
  const costs = [
    { label: 'Parameters', value: exact(totals.params) },
    { label: 'Buffers', value: exact(totals.buffers) },
    { label: 'MACs', value: exact(totals.macs) },
    { label: 'Activations', value: `${bytes(totals.activationBytes)} an image` },
  ];
  return {
    title: subject.title,
    kind: subject.kind,
    facts: [
      { label: 'Input', value: shapeText(input) },
      { label: 'Output', value: shapeText(output) },
      ...attributesOf(subject),
      ...blocks,
      ...several,
      ...(subject.layers.length === 0 ? [] : costs),
    ],
    shortcut: shortcutSentence(subject, network),
  };
}

/** The numbers of the newest measured step; only those that the subject has. */
export function liveFacts(subject: Subject, numbers: SubjectNumbers | undefined): Fact[] {
  return [
    ...gradientFacts(subject, numbers),
    ...shortcutFacts(subject, numbers),
    ...(hasRelu(subject) ? [{ label: 'Zeros after ReLU', value: wholePercent(numbers?.reluZeros ?? NaN) }] : []),
  ];
}

function gradientFacts(subject: Subject, numbers: SubjectNumbers | undefined): Fact[] {
  if (subject.totals.params === 0) return [];
  return [
    { label: `Gradient norm${normOf(subject)}`, value: measured(numbers?.gradientNorm) },
    { label: 'Update ÷ weight', value: measured(numbers?.updateRatio) },
  ];
}

/** Of what the norm is, where it isn't of all that the subject has. */
function normOf({ times, apart, layers }: Subject): string {
  if (times > 1) return ' of a block';
  const learns = layers.some(({ layer, params }) => params > 0 && apart.has(layer.name));
  return learns ? ' of F(x)' : '';
}

function shortcutFacts(subject: Subject, numbers: SubjectNumbers | undefined): Fact[] {
  const { members } = subject;
  if (!(subject.type === 'block' || members.length > 0) || !hasAddition(subject)) return [];
  const rms = [
    { label: 'RMS of F(x)', value: measured(numbers?.branchRms) },
    { label: 'RMS of shortcut', value: measured(numbers?.shortcutRms) },
  ];
  const ratio = measured(numbers?.branchRatio);
  if (members.length === 0) return [...rms, { label: '|F(x)| ÷ |x|', value: ratio }];
  const [low, high] = numbers?.branchRatios ?? [];
  return [
    ...rms,
    { label: '|F(x)| ÷ |x|, median', value: ratio },
    { label: `over ${members.length} blocks`, value: `${measured(low)} … ${measured(high)}` },
  ];
}

function hasAddition({ layers }: Subject): boolean {
  return layers.some(({ layer }) => layer.kind === 'add');
}

function hasRelu({ layers }: Subject): boolean {
  return layers.some(({ layer }) => layer.kind === 'relu');
}

function attributesOf({ type, layers }: Subject): readonly Fact[] {
  return type === 'layer' ? layers.flatMap(({ layer }) => attributeFacts(layer)) : [];
}

function shapeText(shape: Shape): string {
  return shape.length === 0 ? '–' : formatShape(shape);
}

/** `16.0 kB`: decimal, as storage counts. */
export function bytes(count: number): string {
  return `${short(count)}${count < 1000 ? ' ' : ''}B`;
}
