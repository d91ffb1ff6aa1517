import * as tf from '@tensorflow/tfjs';
import assert from 'node:assert/strict';
import { preset } from '../../src/model/presets';
import { UserError } from '../../src/protocol/userError';
import { ints, shape, type } from '../../src/trainer/compiled/graph/attributes';
import type { NodeDef } from '../../src/trainer/compiled/graph/graphBuilder';
import { GraphSession, refusalOf } from '../../src/trainer/compiled/graphSession';
import type { NetworkGraph } from '../../src/trainer/compiled/networkGraph';
import { startEngine } from '../../src/trainer/engines/ladder';
import { trainerFolders } from '../../src/trainer/folders';
import { existing } from '../trainer/tensorSamples';
import { writtenGraph } from './writtenGraph';

const architecture = existing(preset('resnet20-cifar', { classes: 2 }));
const layers = architecture.layers.map(({ name }) => name);

/** The network's graph with one node changed. */
function spoilt(name: string, change: (node: NodeDef) => NodeDef): NetworkGraph {
  const written = writtenGraph(architecture);
  const { nodes } = written.graph;
  const index = nodes.findIndex((node) => node.name === name);
  nodes[index] = change(existing(nodes[index]));
  return written;
}

/** One sentence for a person: where, why, and what to do instead. */
function refusal(place: string, reason: RegExp): (error: unknown) => true {
  return (error) => {
    assert.ok(error instanceof UserError, String(error));
    const { message } = error;
    assert.ok(message.startsWith(`TensorFlow refuses ${place}: `), message);
    assert.ok(message.endsWith('; train it op by op (--step op-by-op).'), message);
    assert.match(message, reason);
    assert.doesNotMatch(message, /\n| at .*:\d+:\d+|Failed to load SavedModel|Session fail/);
    return true;
  };
}

/** A convolution of stride 0, an operation that does not exist, and the like. */
const refusedGraphs: Readonly<Record<string, readonly [place: string, reason: RegExp, graph: () => NetworkGraph]>> = {
  'a stride of 0': [
    'layer "layer1.0.conv1" in the compiled step',
    /Stride must be > 0/,
    () => spoilt('layer1.0.conv1/Conv2D', (node) => ({ ...node, attr: { ...node.attr, strides: ints([1, 0, 0, 1]) } })),
  ],
  'an attribute that is missing': [
    'layer "layer2.1.relu" in the compiled step',
    /No attr named 'T'/,
    () => spoilt('layer2.1.relu/Relu', (node) => ({ ...node, attr: {} })),
  ],
  'an input that is no node': [
    'layer "fc" in the compiled step',
    /Unknown input node 'nowhere'/,
    () => spoilt('fc/MatMul', (node) => ({ ...node, input: ['nowhere', ...node.input.slice(1)] })),
  ],
  'an operation that it does not know, of which it does not say where it is': [
    'the compiled step',
    /Op type not registered 'Convolve'/,
    () => spoilt('layer1.0.conv1/Conv2D', (node) => ({ ...node, op: 'Convolve' })),
  ],
};

describe('a graph that TensorFlow refuses', function () {
  this.timeout(60_000);
  before(() => startEngine('tensorflow', trainerFolders()));

  for (const [what, [place, reason, graph]] of Object.entries(refusedGraphs))
    it(`for ${what}, when it is loaded`, () =>
      assert.rejects(GraphSession.open(graph(), layers), refusal(place, reason)));

  it('when it runs', async () => {
    const attr = { T: type('float'), shape: shape([7, 32, 32, 16]) };
    const session = await GraphSession.open(
      spoilt('inference/layer1.0.relu/Relu', (node) => ({ ...node, op: 'EnsureShape', attr })),
      layers,
    );
    const { inputs } = existing(writtenGraph(architecture).signatures['init']);
    const values = Object.entries(inputs).map(([name, tensor]) => [name, tf.ones([...tensor.shape])] as const);
    tf.dispose([session.run('init', Object.fromEntries(values)), values.map(([, tensor]) => tensor)]);
    const images = tf.ones([2, 32, 32, 3]);
    const place = 'layer "layer1.0.relu" in the compiled step';
    assert.throws(() => session.run('predict_images', { images }), refusal(place, /Shape of tensor/));
    images.dispose();
    session.dispose();
  });
});

/** What TensorFlow 2.21 said, and where it is about. */
const recorded: readonly (readonly [words: string, place: string, reason: string])[] = [
  [
    `Failed to load SavedModel: Stride must be > 0, but got 0 for '{{node layer1.0.conv1/Conv2D}} = Conv2D[T=DT_FLOAT](relu/Relu)' with input shapes: [?,32,32,16].`,
    'layer "layer1.0.conv1" in the compiled step',
    `Stride must be > 0, but got 0 for '{{node layer1.0.conv1/Conv2D}} = Conv2D[T=DT_FLOAT](relu/Relu)' with input shapes: [?,32,32,16]`,
  ],
  [
    "Failed to load SavedModel: AttrValue had value with type 'int' when 'float' expected\n\t for attr 'epsilon'\n\t; NodeDef: {{node layer1.0.bn1/FusedBatchNormV3}}; Op<name=FusedBatchNormV3; signature=x:T>",
    'layer "layer1.0.bn1" in the compiled step',
    "AttrValue had value with type 'int' when 'float' expected",
  ],
  [
    "Failed to load SavedModel: Node 'layer1.0.relu/Relu': Unknown input node 'nowhere'",
    'layer "layer1.0.relu" in the compiled step',
    "Node 'layer1.0.relu/Relu': Unknown input node 'nowhere'",
  ],
  [
    'Session fail to run with error: Incompatible shapes: [2,32,32,16] vs. [2,31,32,16]\n\t [[{{node layer1.2.relu_1/gradient/AddV2}}]]',
    'layer "layer1.2.relu_1" in the compiled step',
    'Incompatible shapes: [2,32,32,16] vs. [2,31,32,16]',
  ],
  [
    'Session fail to run with error: Received a label value of 99 which is outside the valid range of [0, 2).  Label values: 0 99\n\t [[{{node loss/SparseSoftmaxCrossEntropyWithLogits}}]]',
    'the compiled step',
    'Received a label value of 99 which is outside the valid range of [0, 2).  Label values: 0 99',
  ],
  [
    'Failed to load SavedModel: Input 0 of node layer1.0.relu/Relu was passed float from layer1.0.bn1/FusedBatchNormV3:0 incompatible with expected bool.',
    'layer "layer1.0.relu" in the compiled step',
    'Input 0 of node layer1.0.relu/Relu was passed float from layer1.0.bn1/FusedBatchNormV3:0 incompatible with expected bool',
  ],
];

describe('refusalOf', () => {
  for (const [words, place, reason] of recorded)
    it(`finds ${place} in “${reason}”`, () => {
      const sentence = `TensorFlow refuses ${place}: ${reason}; train it op by op (--step op-by-op).`;
      assert.equal(refusalOf(words, layers), sentence);
    });

  it('takes no part of a name for a layer’s', () => {
    const words = "Node 'fc2/MatMul': bad";
    assert.match(refusalOf(words, ['fc', 'c2']), /^TensorFlow refuses the compiled step: /);
    assert.match(refusalOf(words, ['fc', 'fc2']), /^TensorFlow refuses layer "fc2" in /);
  });
});
