import { formatShape, type Shape } from '../../model/layer';
import { exact, short } from '../../protocol/format';
import { liveMeasures } from './liveMeasures';
import type { SubjectNumbers } from './liveNumbers';
import { attributeFacts } from './attributeFacts';
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
  return liveMeasures(subject).map(({ label, text }) => ({ label, value: text(numbers) }));
}

/** Of a single layer, what its kind tells. */
export function attributesOf({ type, layers }: Subject): readonly Fact[] {
  return type === 'layer' ? layers.flatMap(({ layer }) => attributeFacts(layer)) : [];
}

function shapeText(shape: Shape): string {
  return shape.length === 0 ? '–' : formatShape(shape);
}

/** `16.0 kB`: decimal, as storage counts. */
export function bytes(count: number): string {
  return `${short(count)}${count < 1000 ? ' ' : ''}B`;
}
