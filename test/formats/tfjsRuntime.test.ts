import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import { io, registerBackend, setBackend, tensor4d, type Tensor } from '@tensorflow/tfjs-core';
import { input, layers, model, sequential, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { ImportedNetwork } from '../../src/formats/graph/importGraph';
import { readTfjs } from '../../src/formats/tfjs/openTfjs';
import { analyze } from '../../src/model/analyze';
import { outline } from '../../src/model/outline';
import { existing } from '../trainer/tensorSamples';

/** What TensorFlow.js would save, read here. */
async function saved(network: LayersModel): Promise<ImportedNetwork> {
  let json = '';
  await network.save(
    io.withSaveHandler(({ modelTopology, weightSpecs, format = '' }) => {
      json = JSON.stringify({ format, modelTopology, weightsManifest: [{ paths: [], weights: weightSpecs }] });
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } });
    }),
  );
  return readTfjs(Buffer.from(json), 'model.json');
}

/** All of it is shown, with as many parameters as TensorFlow.js counts. */
function isWhole(found: ImportedNetwork, network: LayersModel): void {
  assert.deepEqual({ unknown: found.unknown, problem: found.problem }, { unknown: {}, problem: undefined });
  const { totals, problems } = analyze(found.architecture);
  assert.deepEqual(problems, []);
  assert.equal(totals.params + totals.buffers, network.countParams());
}

function block(from: SymbolicTensor, filters: number, strides: number): SymbolicTensor {
  const conv = (options: { kernelSize: number; strides: number }, on: SymbolicTensor): SymbolicTensor => {
    const made = layers.conv2d({ filters, padding: 'same', useBias: false, ...options }).apply(on);
    return layers.batchNormalization().apply(made) as SymbolicTensor; // of a symbolic tensor
  };
  const branch = conv({ kernelSize: 3, strides: 1 }, layers.reLU().apply(conv({ kernelSize: 3, strides }, from)) as SymbolicTensor); // prettier-ignore
  const shortcut = strides === 1 ? from : conv({ kernelSize: 1, strides }, from);
  return layers.activation({ activation: 'relu' }).apply(layers.add().apply([branch, shortcut])) as SymbolicTensor;
}

describe('TensorFlow.js’s own models', () => {
  before(async () => {
    registerBackend('cpu', () => new MathBackendCPU());
    await setBackend('cpu');
  });

  it('a residual network wired layer by layer', async () => {
    const image = input({ shape: [16, 16, 3] });
    const stem = layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same', activation: 'relu' }).apply(image);
    const body = block(block(block(stem as SymbolicTensor, 4, 1), 8, 2), 8, 1);
    const pooled = layers.globalAveragePooling2d({}).apply(body);
    const outputs = layers.dense({ units: 5, activation: 'softmax' }).apply(pooled) as SymbolicTensor;
    const network = model({ inputs: image, outputs });
    const found = await saved(network);
    isWhole(found, network);
    assert.deepEqual(outline(found.architecture).stages.map(({ blocks }) => blocks.length), [1, 2]); // prettier-ignore
    assert.equal(found.architecture.classes, 5);
  });

  it('layers in a row, and models within models', async () => {
    const inner = sequential({ layers: [
      layers.separableConv2d({ filters: 6, kernelSize: 3, inputShape: [12, 12, 4], activation: 'relu' }),
      layers.zeroPadding2d({ padding: 1 }), layers.maxPooling2d({ poolSize: 3, strides: 2 }),
    ] }); // prettier-ignore
    const network = sequential({ layers: [
      layers.conv2d({ filters: 4, kernelSize: 3, inputShape: [14, 14, 3] }), inner,
      layers.flatten(), layers.dropout({ rate: 0.25 }), layers.dense({ units: 3 }),
    ] }); // prettier-ignore
    const found = await saved(network);
    isWhole(found, network);
    assert.deepEqual(found.architecture.layers.map(({ kind }) => kind), ['input', 'conv2d', 'conv2d', 'conv2d', 'relu', 'maxPool2d', 'flatten', 'dropout', 'linear']); // prettier-ignore
    assert.equal(found.architecture.classes, 3);
  });

  it('channels first', async () => {
    const dataFormat = 'channelsFirst';
    const network = sequential({ layers: [
      layers.conv2d({ filters: 4, kernelSize: 3, strides: 2, padding: 'same', dataFormat, inputShape: [3, 16, 20] }),
      layers.batchNormalization({ axis: 1 }), layers.maxPooling2d({ poolSize: 2, dataFormat }), layers.flatten(),
    ] }); // prettier-ignore
    const found = await saved(network);
    isWhole(found, network);
    assert.deepEqual(analyze(found.architecture).layers.map(({ output }) => output.join('×')), ['3×16×20', '4×8×10', '4×8×10', '4×4×5', '80']); // prettier-ignore
  });

  for (const name of ['cifar-graph', 'cifar-fused', 'fused-norm'])
    it(`the graph model ${name} of our fixtures is one that TensorFlow.js runs`, async () => {
      const folder = `test/fixtures/tfjs/${name}`;
      const json = JSON.parse(readFileSync(`${folder}/model.json`, 'utf8')) as io.ModelJSON; // which it reads itself
      const weights = readFileSync(`${folder}/group1-shard1of1.bin`);
      const weightData = weights.buffer.slice(weights.byteOffset, weights.byteOffset + weights.byteLength);
      const { weights: weightSpecs } = existing(json.weightsManifest[0]);
      const graph = await loadGraphModel(io.fromMemory({ ...json, modelTopology: json.modelTopology, weightSpecs, weightData })); // prettier-ignore
      const [, ...sides] = existing(graph.inputs[0]?.shape);
      const images = tensor4d(new Float32Array(sides.reduce((a, b) => a * b)).fill(0.5), [1, ...sides] as [number, number, number, number]); // prettier-ignore
      const found = graph.predict(images) as Tensor;
      assert.deepEqual(found.shape, [1, 3]);
      const sum = [...(await found.data())].reduce((a, b) => a + b);
      assert.ok(Math.abs(sum - 1) < 1e-5, `probabilities whose sum is ${sum}`);
    });
});
