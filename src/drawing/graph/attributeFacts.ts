import type { Kind, Layer } from '../../model/layer';
import type { Fact } from './hoverFacts';

type AttributeFacts = { readonly [K in Kind]: (layer: Layer<K>) => readonly Fact[] };

interface Window {
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
}

const none = (): readonly Fact[] => [];

const windowFacts = ({ kernel, stride }: Omit<Window, 'padding'>): Fact[] => [
  { label: 'Kernel', value: `${kernel}×${kernel}` },
  { label: 'Stride', value: String(stride) },
];

const paddedFacts = (window: Window): Fact[] => [
  ...windowFacts(window),
  { label: 'Padding', value: String(window.padding) },
];

const rules: AttributeFacts = {
  input: none,
  conv2d: ({ attributes }) => [
    ...paddedFacts(attributes),
    ...(attributes.groups === 1 ? [] : [{ label: 'Groups', value: String(attributes.groups) }]),
    { label: 'Bias', value: attributes.bias ? 'yes' : 'no' },
  ],
  batchNorm2d: ({ attributes: { epsilon, momentum } }) => [
    { label: 'Epsilon', value: String(epsilon) },
    { label: 'Momentum', value: String(momentum) },
  ],
  relu: none,
  maxPool2d: ({ attributes }) => paddedFacts(attributes),
  avgPool2d: ({ attributes }) => windowFacts(attributes),
  adaptiveAvgPool2d: none,
  flatten: none,
  linear: ({ attributes: { bias } }) => [{ label: 'Bias', value: bias ? 'yes' : 'no' }],
  localResponseNorm: ({ attributes: { size, alpha, beta, k } }) => [
    { label: 'Size', value: `${size} channels` },
    { label: 'Alpha, beta, k', value: `${alpha}, ${beta}, ${k}` },
  ],
  add: none,
  multiply: none,
  scale: ({ attributes: { factor } }) => [{ label: 'Factor', value: String(factor) }],
  sigmoid: none,
  dropout: ({ attributes: { p } }) => [{ label: 'Probability of zero', value: String(p) }],
  stochasticDepth: ({ attributes: { survival } }) => [
    { label: 'Survival', value: String(Number(survival.toFixed(3))) },
  ],
  paddedIdentity: ({ attributes: { stride } }) => [{ label: 'Stride', value: String(stride) }],
};

/** What a layer's kind tells besides shapes and costs. */
export function attributeFacts<K extends Kind>(layer: Layer<K>): readonly Fact[] {
  return rules[layer.kind](layer);
}
