import { elements, type Kind, type Layer, type Shape } from './layer';

type MacRules = { readonly [K in Kind]: (layer: Layer<K>, output: Shape) => number };

const none = (): number => 0;

const macRules: MacRules = {
  input: none,
  conv2d: ({ attributes: a }, output) => elements(output) * (a.inChannels / a.groups) * a.kernel * a.kernel,
  batchNorm2d: none,
  relu: none,
  maxPool2d: none,
  avgPool2d: none,
  adaptiveAvgPool2d: none,
  localResponseNorm: none,
  flatten: none,
  linear: ({ attributes: a }) => a.inFeatures * a.outFeatures,
  add: none,
  multiply: none,
  scale: none,
  sigmoid: none,
  dropout: none,
  stochasticDepth: none,
  paddedIdentity: none,
};

/** Multiply-accumulates of one image's forward pass in convolutions and linear layers, taps over padding and no bias counted; FLOPs are twice as many. */
export function macsOf<K extends Kind>(layer: Layer<K>, output: Shape): number {
  return macRules[layer.kind](layer, output);
}
