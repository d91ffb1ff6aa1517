import { formatShape, isKind, type Shape } from '../../model/layer';
import { exact, measured, short } from '../format';
import type { SubjectNumbers } from './liveNumbers';
import type { Network, Subject } from './network';

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
  const several = subject.layers.length > 1 ? [{ label: 'Layers', value: String(subject.layers.length) }] : [];
  const costs = [
    { label: 'Parameters', value: exact(totals.params) },
    { label: 'Buffers', value: exact(totals.buffers) },
    { label: 'MACs', value: totals.macs < 1000 ? exact(totals.macs) : `${short(totals.macs)} (${exact(totals.macs)})` },
    { label: 'Activations', value: `${bytes(totals.activationBytes)} an image` },
  ];
  return {
    title: subject.title,
    kind: subject.kind,
    facts: [
      { label: 'Input', value: shapeText(input) },
      { label: 'Output', value: shapeText(output) },
      ...windowFacts(subject),
      ...several,
      ...(subject.layers.length === 0 ? [] : costs),
    ],
    shortcut: shortcutSentence(subject, network),
  };
}

/** The numbers of the newest measured step; only those that the subject has. */
export function liveFacts(subject: Subject, numbers: SubjectNumbers | undefined): Fact[] {
  const facts: Fact[] = [];
  if (subject.totals.params > 0)
    facts.push(
      { label: 'Gradient norm', value: measured(numbers?.gradientNorm) },
      { label: 'Update ÷ weight', value: measured(numbers?.updateRatio) },
    );
  if (subject.block?.add !== undefined)
    facts.push(
      { label: 'RMS of F(x)', value: measured(numbers?.branchRms) },
      { label: 'RMS of shortcut', value: measured(numbers?.shortcutRms) },
      { label: '|F(x)| ÷ |x|', value: measured(numbers?.branchRatio) },
    );
  return facts;
}

function windowFacts({ type, layers }: Subject): Fact[] {
  const layer = layers[0]?.layer;
  if (type !== 'layer' || layer === undefined) return [];
  if (isKind(layer, 'conv2d') || isKind(layer, 'maxPool2d')) {
    const { kernel, stride, padding } = layer.attributes;
    return [
      { label: 'Kernel', value: `${kernel}×${kernel}` },
      { label: 'Stride', value: String(stride) },
      { label: 'Padding', value: String(padding) },
      ...(isKind(layer, 'conv2d') ? [{ label: 'Bias', value: layer.attributes.bias ? 'yes' : 'no' }] : []),
    ];
  }
  if (isKind(layer, 'batchNorm2d')) return [{ label: 'Epsilon', value: String(layer.attributes.epsilon) }];
  if (isKind(layer, 'paddedIdentity')) return [{ label: 'Stride', value: String(layer.attributes.stride) }];
  return [];
}

function shortcutSentence({ block, input, output }: Subject, { subjects }: Network): string {
  if (block === undefined) return '';
  const { type, layers } = block.shortcut;
  if (type === 'none') return 'No shortcut: the output is F(x) alone, and the gradient must pass through every layer.';
  if (type === 'identity') return 'Identity: x is added as it is; the gradient passes unchanged.';
  const parts = layers.flatMap((name) => subjects.get(name) ?? []);
  const change = changeOf(input, output);
  if (type === 'padded')
    return `Padded identity: ${change}, so x is subsampled and zero channels are appended; no parameters.`;
  const params = parts.map(({ totals }) => exact(totals.params)).join(' + ');
  return `Projection: ${change}, so x is matched by a 1×1 convolution, ${params} parameters.`;
}

/** `channels 64 → 128 and stride 2`. */
function changeOf([channels = 0, height = 0]: Shape, [outChannels = 0, outHeight = 0]: Shape): string {
  const parts = [
    ...(channels === outChannels ? [] : [`channels ${channels} → ${outChannels}`]),
    ...(height === outHeight ? [] : [`stride ${Math.round(height / outHeight)}`]),
  ];
  return parts.length === 0 ? 'the shapes are equal' : parts.join(' and ');
}

function shapeText(shape: Shape): string {
  return shape.length === 0 ? '–' : formatShape(shape);
}

/** `16.0 kB`: decimal, as storage counts. */
export function bytes(count: number): string {
  return `${short(count)}${count < 1000 ? ' ' : ''}B`;
}
