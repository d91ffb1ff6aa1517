import { isKind, type Architecture, type Layer } from '../../src/model/layer';
import { LayerChain } from '../../src/model/layerChain';
import { preset } from '../../src/model/presets';
import { fixturePlans } from '../trainer/fixturePlans';
import { existing } from '../trainer/tensorSamples';

/** The network with other names for its layers. */
export function renamed(architecture: Architecture, rename: (name: string, index: number) => string): Architecture {
  const names = new Map(architecture.layers.map(({ name }, index) => [name, rename(name, index)]));
  const layers = architecture.layers.map((layer) => ({
    ...layer,
    name: existing(names.get(layer.name)),
    inputs: layer.inputs.map((input) => existing(names.get(input))),
  }));
  return { ...architecture, layers };
}

const fixture = (name: string): Architecture => existing(fixturePlans[name])(name);

/** Networks as no builder makes them but files may have them. */
export const oddNetworks: Readonly<Record<string, Architecture>> = {
  'activations outside of the blocks': renamed(fixture('basic'), (name, index) =>
    /^layer.*\.(relu(_1)?|add)$/.test(name) ? `${/relu/.test(name) ? 'act' : 'add'}_${index}` : name,
  ),
  'numbers at the top': renamed(fixture('vgg'), (name, index) => (index === 0 ? name : String(index - 1))),
  'gaps in a sequence': renamed(fixture('vgg'), (name) => name.replace(/\d+$/, (number) => String(2 * Number(number)))),
  'keywords for names': renamed(fixture('se'), (name) => name.replace('conv1', 'class').replace('bn1', 'lambda').replace('layer1', 'for')), // prettier-ignore
  'all in one module': renamed(fixture('preact'), (name) => (name === 'input' ? name : `model.${name}`)),
  'a file within quotes': { ...fixture('cifar-a'), name: 'a"""\nimport os\u2028os.abort() #\\' },
  'wires across': across(),
  'a layer for nothing': withUnused(fixture('cifar-b')),
  'other batch norms': withNorms(fixture('bottleneck')),
  'one bias': withBias(fixture('cifar-b')),
  'kernels of two sizes': withKernels(fixture('cifar-b')),
  'projections of two kinds': without(fixture('option-c'), 'layer1.0.downsample.1'),
  "Python's words for layers": renamed(fixture('gated'), (name) =>
    name.replace('gate_open', 'getattr').replace('conv2', 'class'),
  ),
};

/** A residual path in another's branch, an input used late, and a product of sums. */
function across(): Architecture {
  const chain = new LayerChain('', 3).append('input', 'input', { attributes: { shape: [3, 32, 32] } });
  chain.conv('conv1', { out: 4, kernel: 3 }).relu('relu').conv('a.conv', { out: 4, kernel: 3 }).bn('a.bn');
  chain
    .append('inner', 'add', { attributes: {}, inputs: ['a.bn', 'conv1'] })
    .relu('relu')
    .conv('b', { out: 4, kernel: 1 });
  chain.append('outer', 'add', { attributes: {}, inputs: ['b', 'inner'] });
  chain.append('half', 'scale', { attributes: { factor: 0.25 }, inputs: ['outer'] });
  chain.append('sum', 'add', { attributes: {}, inputs: ['half', 'conv1'] });
  chain.append('product', 'multiply', { attributes: {}, inputs: ['sum', 'a.bn'] });
  chain.append('twice', 'add', { attributes: {}, inputs: ['product', 'product'] });
  chain
    .append('gone', 'scale', { attributes: { factor: -1 } })
    .append('pool', 'adaptiveAvgPool2d', { attributes: { output: 2 } });
  chain.append('flat', 'flatten', { attributes: {} });
  chain.append('fc', 'linear', { attributes: { inFeatures: 16, outFeatures: 3, bias: false } });
  return { name: '2nd network', input: [3, 32, 32], classes: 3, layers: chain.layers };
}

function withUnused(architecture: Architecture): Architecture {
  const [input, ...others] = architecture.layers;
  const chain = new LayerChain('input', 3).conv('unused.conv', { out: 5, kernel: 3 }).bn('unused.bn');
  return { ...architecture, layers: [existing(input), ...chain.layers, ...others] };
}

function withNorms(architecture: Architecture): Architecture {
  const changed = (layer: Layer, index: number): Layer =>
    isKind(layer, 'batchNorm2d')
      ? { ...layer, attributes: { ...layer.attributes, epsilon: index % 2 === 0 ? 0.25 : 2e-7, momentum: 1 } }
      : layer;
  return { ...architecture, layers: architecture.layers.map(changed) };
}

/** The network without a layer, whose input goes to those that took its value. */
function without({ layers, ...architecture }: Architecture, left: string): Architecture {
  const [before = ''] = existing(layers.find(({ name }) => name === left)).inputs;
  const others = layers.filter(({ name }) => name !== left);
  const inputs = (layer: Layer): readonly string[] => layer.inputs.map((name) => (name === left ? before : name));
  return { ...architecture, layers: others.map((layer) => ({ ...layer, inputs: inputs(layer) })) };
}

/** The last block's first convolution with a bias, which no other block has. */
function withBias(architecture: Architecture): Architecture {
  const changed = (layer: Layer): Layer =>
    isKind(layer, 'conv2d') && layer.name === 'layer3.0.conv1'
      ? { ...layer, attributes: { ...layer.attributes, bias: true } }
      : layer;
  return { ...architecture, layers: architecture.layers.map(changed) };
}

/** The second stage's block with 5×5 convolutions. */
function withKernels(architecture: Architecture): Architecture {
  const changed = (layer: Layer): Layer =>
    isKind(layer, 'conv2d') && /^layer2\.0\.conv/.test(layer.name)
      ? { ...layer, attributes: { ...layer.attributes, kernel: 5, padding: 2 } }
      : layer;
  return { ...architecture, layers: architecture.layers.map(changed) };
}

/** One network of each option of the presets. */
export const variants: Readonly<Record<string, Architecture>> = {
  ...Object.fromEntries(
    (['B', 'C', 'scaled', 'scaled-both', 'gated', 'shortcut-gated', 'conv', 'dropout'] as const).map((shortcut) => [
      `shortcut ${shortcut}`,
      existing(preset('resnet20-cifar', { shortcut })),
    ]),
  ),
  ...Object.fromEntries(
    (['bn-after-add', 'relu-before-add', 'relu-preact', 'full-preact'] as const).map((order) => [
      `order ${order}`,
      existing(preset('resnet20-cifar', { order })),
    ]),
  ),
  'squeezed, stochastic': existing(preset('resnet20-cifar', { squeeze: 4, survival: 0.5 })),
  'squeezed bottlenecks': existing(preset('resnet50', { squeeze: 16, bias: true })),
};
