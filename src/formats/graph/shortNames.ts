import type { Kind } from '../../model/layer';

/** What a layer is called whose module has no name: torchvision's words. */
export const shortNames: Readonly<Record<Kind, string>> = {
  input: 'input',
  conv2d: 'conv',
  batchNorm2d: 'bn',
  relu: 'relu',
  maxPool2d: 'maxpool',
  avgPool2d: 'avgpool',
  adaptiveAvgPool2d: 'avgpool',
  localResponseNorm: 'norm',
  flatten: 'flatten',
  linear: 'fc',
  add: 'add',
  multiply: 'multiply',
  scale: 'scale',
  sigmoid: 'sigmoid',
  dropout: 'dropout',
  stochasticDepth: 'stochastic_depth',
  paddedIdentity: 'shortcut',
};
