import { formatShape, type Kind, type Layer } from '../../model/layer';

type Texts = { readonly [K in Kind]: (layer: Layer<K>) => string };

const window = (kernel: number, stride: number): string =>
  `${kernel}×${kernel}${stride === 1 ? '' : `, stride ${stride}`}`;

const rounded = (value: number): string => String(Number(value.toFixed(3)));

const sentences: Texts = {
  input: ({ attributes: { shape } }) => `image ${formatShape(shape)}`,
  conv2d: ({ attributes: a }) =>
    `conv ${a.kernel}×${a.kernel}, ${a.inChannels} → ${a.outChannels}, stride ${a.stride}${a.groups === 1 ? '' : `, ${a.groups} groups`}`,
  batchNorm2d: () => 'batch norm',
  relu: () => 'ReLU',
  maxPool2d: ({ attributes: a }) => `max-pool ${window(a.kernel, a.stride)}`,
  avgPool2d: ({ attributes: a }) => `average pool ${window(a.kernel, a.stride)}`,
  adaptiveAvgPool2d: ({ attributes: { output } }) => `average pool to ${output}×${output}`,
  flatten: () => 'flatten',
  linear: ({ attributes: a }) => `linear, ${a.inFeatures} → ${a.outFeatures}`,
  localResponseNorm: ({ attributes: { size } }) => `local response norm over ${size} channels`,
  add: () => 'F(x) + x',
  multiply: () => 'product',
  scale: ({ attributes: { factor } }) => `× ${factor}`,
  sigmoid: () => 'sigmoid',
  dropout: ({ attributes: { p } }) => `dropout ${p}`,
  stochasticDepth: ({ attributes: { survival } }) => `stochastic depth, stays with ${rounded(survival)}`,
  paddedIdentity: ({ attributes: { stride } }) =>
    stride === 1 ? 'identity, zero-pad' : `subsample /${stride}, zero-pad`,
};

const words: Texts = {
  ...sentences,
  conv2d: ({ attributes: a }) => `${a.kernel}×${a.kernel} conv${a.stride === 1 ? '' : `, stride ${a.stride}`}`,
  localResponseNorm: () => 'LRN',
  dropout: () => 'dropout',
  stochasticDepth: () => 'stochastic depth',
  batchNorm2d: () => 'BN',
  maxPool2d: () => 'max-pool',
  avgPool2d: ({ attributes: { stride } }) => `average pool${stride === 1 ? '' : `, stride ${stride}`}`,
  adaptiveAvgPool2d: () => 'average pool',
  linear: () => 'linear',
  add: () => 'add',
  paddedIdentity: () => 'subsample, zero-pad',
};

/** `conv 3×3, 64 → 128, stride 2`: what a layer does, as its own card says it. */
export function layerSentence<K extends Kind>(layer: Layer<K>): string {
  return sentences[layer.kind](layer);
}

/** `3×3 conv, stride 2`, `BN`: what a layer does, for a list of several on one card. */
export function layerWords<K extends Kind>(layer: Layer<K>): string {
  return words[layer.kind](layer);
}

/** `conv1` of `layer1.0.conv1` inside block `layer1.0`. */
export function nameInside(name: string, block: string): string {
  return name.startsWith(`${block}.`) ? name.slice(block.length + 1) : name;
}

/** `weight` of `layer1.0.conv1.weight`. */
export function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
