import assert from 'node:assert/strict';
import type { Architecture } from '../../src/model/layer';
import { LayerChain } from '../../src/model/layerChain';
import { preset } from '../../src/model/presets';
import { dtypes } from '../../src/trainer/compiled/graph/attributes';
import type { NodeDef } from '../../src/trainer/compiled/graph/graphBuilder';
import { writeNetworkGraph } from '../../src/trainer/compiled/networkGraph';
import { defaultInput } from '../../src/trainer/data/preparedImages';
import type { Precision } from '../../src/protocol/recipe';
import { existing } from '../trainer/tensorSamples';
import recorded from '../fixtures/cudaKernels.json';

interface Kernel {
  readonly types: Readonly<Record<string, readonly number[]>>;
  /** Arguments that are read or written in the host's memory. */
  readonly host: readonly string[];
}

const kernels: Readonly<Record<string, readonly Kernel[]>> = recorded.kernels;

/** What may lie in the host's memory without a copy of data between it and the card: sizes, places of axes, handles and the gate. */
const small = /^(axis|begin|constant_values|depth|dimension|dims|end|filter_sizes|input_sizes|multiples|orig_input_shape|output|paddings|perm|pred|reduction_indices|resource|seed|shape|size|strides|value_index|var|m|v|accum)$/; // prettier-ignore

/** The keys of layers that draw: int32 stay in the host's memory, where the draws take them from. */
function isKey({ op, attr: { T } }: NodeDef): boolean {
  return op === 'Slice' && T !== undefined && 'type' in T && T.type === dtypes.int32;
}

function takes({ types }: Kernel, { attr }: NodeDef): boolean {
  return Object.entries(types).every(([name, allowed]) => {
    const attribute = attr[name];
    return attribute !== undefined && 'type' in attribute && allowed.includes(attribute.type);
  });
}

function described({ op, name, attr }: NodeDef): string {
  const types = Object.entries(attr).flatMap(([key, value]) => ('type' in value ? [`${key}=${typeName(value.type)}`] : [])); // prettier-ignore
  return `${op} (${types.join(', ')}) at ${name}`;
}

function typeName(number: number): string {
  return Object.entries(dtypes).find(([, known]) => known === number)?.[0] ?? String(number);
}

/** Presets, and a network with all that they have not. */
const networks: Readonly<Record<string, Architecture>> = {
  'a network with every kind of layer': everyKind(),
  ...Object.fromEntries(
    ['resnet34', 'resnet50', 'resnet50d', 'resnet20-cifar', 'resnext50_32x4d'].map((name) => [
      name,
      existing(preset(name, { classes: 10 })),
    ]),
  ),
};

function everyKind(): Architecture {
  const input = [3, 16, 16];
  const chain = new LayerChain('', 3).append('input', 'input', { attributes: { shape: input } });
  chain.conv('conv', { out: 8, kernel: 3 }).bn('bn').relu('relu').conv('grouped', { out: 8, kernel: 3, groups: 4 });
  chain.append('lrn', 'localResponseNorm', { attributes: { size: 5, alpha: 1e-4, beta: 0.75, k: 2 } });
  chain.append('pool', 'maxPool2d', { attributes: { kernel: 3, stride: 2, padding: 1 } });
  const whole = chain.name;
  chain.append('squeeze', 'adaptiveAvgPool2d', { attributes: { output: 1 } });
  chain.append('gate', 'sigmoid', { attributes: {} });
  chain.append('gated', 'multiply', { attributes: {}, inputs: [whole, 'gate'] });
  chain.append('scale', 'scale', { attributes: { factor: 0.5 } });
  chain.append('depth', 'stochasticDepth', { attributes: { survival: 0.8 } });
  chain.append('sum', 'add', { attributes: {}, inputs: ['depth', whole] });
  chain.append('blurred', 'avgPool2d', { attributes: { kernel: 2, stride: 1 } });
  chain.append('padded', 'paddedIdentity', { attributes: { stride: 2, outChannels: 12 } });
  chain.append('grid', 'adaptiveAvgPool2d', { attributes: { output: 3 } });
  chain.append('flatten', 'flatten', { attributes: {} }).append('dropout', 'dropout', { attributes: { p: 0.5 } });
  chain.append('fc', 'linear', { attributes: { inFeatures: 108, outFeatures: 10, bias: true } });
  return { name: 'every kind', input, classes: 10, layers: chain.layers };
}

function nodesOf(
  model: string,
  how: { readonly precision: Precision; readonly optimizer: 'adam' | 'adamw' | 'sgd'; readonly momentum: number },
): readonly NodeDef[] {
  // prettier-ignore
  const { optimizer: kind, momentum, precision } = how;
  return writeNetworkGraph({
    architecture: existing(networks[model]),
    optimizer: { kind, momentum, weightDecay: 1e-4 },
    input: { ...defaultInput, cropPadding: 4, augmented: true, keptImages: 60_000 },
    labelSmoothing: momentum === 0 ? 0.1 : 0,
    batchSize: 128,
    precision,
    device: 'gpu',
  }).graph.nodes;
}

const graphs = [
  ['resnet34', { precision: 'float32', optimizer: 'adam', momentum: 0 }],
  ['resnet50', { precision: 'bfloat16', optimizer: 'sgd', momentum: 0.9 }],
  ['resnet50', { precision: 'float16', optimizer: 'adamw', momentum: 0 }],
  ['resnet50d', { precision: 'bfloat16', optimizer: 'sgd', momentum: 0.9 }],
  ['resnet20-cifar', { precision: 'float16', optimizer: 'sgd', momentum: 0 }],
  ['resnext50_32x4d', { precision: 'bfloat16', optimizer: 'sgd', momentum: 0.9 }],
  ['a network with every kind of layer', { precision: 'float32', optimizer: 'sgd', momentum: 0.9 }],
  ['a network with every kind of layer', { precision: 'bfloat16', optimizer: 'adam', momentum: 0 }],
  ['a network with every kind of layer', { precision: 'float16', optimizer: 'adam', momentum: 0 }],
] as const;

describe(`a network's graph on TensorFlow ${recorded.version} for CUDA, by its list of kernels`, () => {
  for (const [model, how] of graphs)
    it(`${model}, ${Object.values(how).join(', ')}: every node has a kernel on the card, and no data passes through the host`, () => {
      const nodes = nodesOf(model, how);
      const chosen = nodes.map((node) => ({ node, kernel: kernels[node.op]?.find((kernel) => takes(kernel, node)) }));
      const homeless = chosen.filter(({ kernel }) => kernel === undefined).map(({ node }) => described(node));
      assert.deepEqual(homeless, []);
      const copying = chosen.filter(
        ({ node, kernel }) => !isKey(node) && (kernel?.host.some((name) => !small.test(name)) ?? false),
      );
      assert.deepEqual(copying.map(({ node }) => described(node)), []); // prettier-ignore
    });

  it('tells what has no kernel there: bytes are not gathered, and int32 is added by the host', () => {
    const node = (op: string, types: Readonly<Record<string, keyof typeof dtypes>>): NodeDef => ({
      ...{ op, name: op, input: [] },
      attr: Object.fromEntries(Object.entries(types).map(([key, dtype]) => [key, { type: dtypes[dtype] }])),
    });
    const gather = node('GatherV2', { Tparams: 'uint8', Tindices: 'int32' });
    assert.equal(
      kernels['GatherV2']?.find((kernel) => takes(kernel, gather)),
      undefined,
    );
    const add = node('AddV2', { T: 'int32' });
    assert.deepEqual(kernels['AddV2']?.find((kernel) => takes(kernel, add))?.host, ['x', 'y', 'z']);
  });
});
