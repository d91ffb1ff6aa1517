import { analyze } from '../../src/model/analyze';
import { elements, type Architecture, type Kind } from '../../src/model/layer';
import { LayerChain } from '../../src/model/layerChain';

const input = [3, 5, 6];
const classes = 3;

/** A network in which what `append` adds stands between a convolution and a linear layer. */
function around(append: (chain: LayerChain) => void): Architecture {
  const chain = new LayerChain('', 3).append('input', 'input', { attributes: { shape: input } });
  chain.conv('conv', { out: 4, kernel: 3, bias: true });
  append(chain);
  if (shapeAt(chain).length > 1) chain.append('flatten', 'flatten', { attributes: {} });
  const [inFeatures = 0] = shapeAt(chain);
  chain.append('fc', 'linear', { attributes: { inFeatures, outFeatures: classes, bias: true } });
  return { name: 'around', input, classes, layers: chain.layers };
}

function shapeAt({ layers }: LayerChain): readonly number[] {
  return analyze({ name: 'around', input, classes, layers }).layers.at(-1)?.output ?? [];
}

/** A network around a layer of each kind. */
export const kindNetworks: { readonly [K in Kind]: Architecture } = {
  input: around(() => undefined),
  conv2d: around((chain) => {
    const attributes = { inChannels: 4, outChannels: 5, kernel: 3, stride: 2, padding: 2, groups: 1, bias: true };
    chain.append('second', 'conv2d', { attributes });
  }),
  batchNorm2d: around((chain) => chain.bn('bn')),
  relu: around((chain) => chain.relu('relu')),
  maxPool2d: around((chain) => {
    chain.append('pool', 'maxPool2d', { attributes: { kernel: 3, stride: 2, padding: 1 } });
  }),
  avgPool2d: around((chain) => {
    chain.append('pool', 'avgPool2d', { attributes: { kernel: 2, stride: 2 } });
  }),
  adaptiveAvgPool2d: around((chain) => {
    chain.append('pool', 'adaptiveAvgPool2d', { attributes: { output: 1 } });
  }),
  localResponseNorm: around((chain) => {
    chain.append('lrn', 'localResponseNorm', { attributes: { size: 3, alpha: 0.5, beta: 0.75, k: 1 } });
  }),
  flatten: around((chain) => {
    chain.append('flat', 'flatten', { attributes: {} });
  }),
  linear: around((chain) => {
    const attributes = { inFeatures: elements([4, 5, 6]), outFeatures: 6, bias: true };
    chain.append('flat', 'flatten', { attributes: {} }).append('first', 'linear', { attributes });
  }),
  add: around((chain) => {
    chain.conv('branch', { out: 4, kernel: 1, bias: true });
    chain.append('sum', 'add', { attributes: {}, inputs: ['branch', 'conv'] });
  }),
  multiply: around((chain) => {
    chain.conv('gate', { out: 4, kernel: 1 });
    chain.append('product', 'multiply', { attributes: {}, inputs: ['gate', 'conv'] });
  }),
  scale: around((chain) => {
    chain.append('scale', 'scale', { attributes: { factor: -1.5 } });
  }),
  sigmoid: around((chain) => {
    chain.append('sigmoid', 'sigmoid', { attributes: {} });
  }),
  dropout: around((chain) => {
    chain.append('dropout', 'dropout', { attributes: { p: 0.3 } });
  }),
  stochasticDepth: around((chain) => {
    chain.conv('branch', { out: 4, kernel: 1, bias: true });
    chain.append('depth', 'stochasticDepth', { attributes: { survival: 0.8 } });
    chain.append('sum', 'add', { attributes: {}, inputs: ['depth', 'conv'] });
  }),
  paddedIdentity: around((chain) => {
    chain.append('padded', 'paddedIdentity', { attributes: { stride: 2, outChannels: 6 } });
  }),
};

/** Networks around layers that another way is taken for than above. */
export const furtherNetworks: Readonly<Record<string, Architecture>> = {
  'conv2d in groups': around((chain) => {
    chain.conv('wide', { out: 20, kernel: 1, bias: true }).conv('grouped', { out: 40, kernel: 3, stride: 2, groups: 20 }); // prettier-ignore
    chain.conv('halves', { out: 32, kernel: 3, groups: 2, bias: true });
  }),
  'avgPool2d of whole windows that overlap': around((chain) => {
    chain.append('pool', 'avgPool2d', { attributes: { kernel: 2, stride: 1 } });
  }),
  'avgPool2d whose last windows miss more than a pixel': around((chain) => {
    chain.append('pool', 'avgPool2d', { attributes: { kernel: 4, stride: 4 } });
  }),
  'avgPool2d behind a strided convolution': around((chain) => {
    chain.conv('second', { out: 4, kernel: 5, stride: 2, bias: true });
    chain.append('pool', 'avgPool2d', { attributes: { kernel: 2, stride: 2 } });
  }),
  'adaptiveAvgPool2d of a grid': around((chain) => {
    chain.append('pool', 'adaptiveAvgPool2d', { attributes: { output: 4 } });
  }),
  'adaptiveAvgPool2d of more cells than pixels': around((chain) => {
    chain.append('pool', 'adaptiveAvgPool2d', { attributes: { output: 7 } });
  }),
  'adaptiveAvgPool2d of as many cells': around((chain) => {
    chain.conv('second', { out: 4, kernel: 3, stride: 2, bias: true });
    chain.append('pool', 'adaptiveAvgPool2d', { attributes: { output: 3 } });
  }),
  'localResponseNorm over an even number': around((chain) => {
    chain.append('lrn', 'localResponseNorm', { attributes: { size: 2, alpha: 1, beta: 0.5, k: 2 } });
  }),
  'localResponseNorm of a vector': around((chain) => {
    chain.append('flat', 'flatten', { attributes: {} });
    chain.append('lrn', 'localResponseNorm', { attributes: { size: 3, alpha: 0.5, beta: 0.75, k: 1 } });
  }),
  'multiply by one value a channel': around((chain) => {
    chain.append('pool', 'adaptiveAvgPool2d', { attributes: { output: 1 } });
    chain.conv('gate', { out: 4, kernel: 1, bias: true });
    chain.append('product', 'multiply', { attributes: {}, inputs: ['gate', 'conv'] });
  }),
  'dropout of a vector': around((chain) => {
    chain.append('flat', 'flatten', { attributes: {} }).append('dropout', 'dropout', { attributes: { p: 0.5 } });
  }),
};
