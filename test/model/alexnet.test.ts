import assert from 'node:assert/strict';
import { alexnet, alexnet2012 } from '../../src/model/alexnet';
import { analyze, type LayerFacts } from '../../src/model/analyze';
import { isKind } from '../../src/model/layer';
import { agreesWithTorchvision } from './torchvisionReference';

describe("torchvision's AlexNet", () => {
  it('layer by layer', () => agreesWithTorchvision(alexnet(), 'alexnet'));

  it('has the published number of parameters (torchvision, AlexNet_Weights)', () =>
    assert.equal(analyze(alexnet()).totals.params, 61_100_840));

  it('takes any image from 63×63 on', () => {
    const problems = [63, 62].map((size) => analyze(alexnet({ input: [3, size, size], classes: 10 })).problems.length);
    assert.deepEqual(problems, [0, 1]);
  });

  it("starts from PyTorch's defaults", () => assert.equal(alexnet().initialisation, 'default'));
});

/** Krizhevsky et al. 2012, Fig. 2 and §3.5: output, filters × (weights of one + its bias). */
const paper: Readonly<Record<string, readonly [output: readonly number[], params: number]>> = {
  conv1: [[96, 55, 55], 96 * (11 * 11 * 3 + 1)],
  norm1: [[96, 55, 55], 0],
  pool1: [[96, 27, 27], 0],
  conv2: [[256, 27, 27], 256 * (5 * 5 * 48 + 1)],
  norm2: [[256, 27, 27], 0],
  pool2: [[256, 13, 13], 0],
  conv3: [[384, 13, 13], 384 * (3 * 3 * 256 + 1)],
  conv4: [[384, 13, 13], 384 * (3 * 3 * 192 + 1)],
  conv5: [[256, 13, 13], 256 * (3 * 3 * 192 + 1)],
  pool5: [[256, 6, 6], 0],
  fc6: [[4096], 4096 * (6 * 6 * 256 + 1)],
  fc7: [[4096], 4096 * (4096 + 1)],
  fc8: [[1000], 1000 * (4096 + 1)],
};

/** Fig. 2: the neurons of the input and of the second layer to the last; for the first, 55×55×96, it has 253,440 by mistake. */
const neurons = [150_528, 186_624, 64_896, 64_896, 43_264, 4096, 4096, 1000];

describe('the AlexNet of 2012', () => {
  const { layers, totals, problems } = analyze(alexnet2012());
  const find = (name: string): LayerFacts | undefined => layers.find(({ layer }) => layer.name === name);

  it("has the paper's maps and parameters, layer by layer", () => {
    assert.deepEqual(problems, []);
    for (const [name, [output, params]] of Object.entries(paper))
      assert.deepEqual([find(name)?.output, find(name)?.params], [output, params], name);
  });

  it('has 60,965,224 parameters', () => {
    assert.equal(totals.params, 60_965_224);
    assert.equal(totals.params, Object.values(paper).reduce((sum, [, params]) => sum + params, 0)); // prettier-ignore
  });

  it("has the paper's neurons", () => {
    const counted = ['input', 'conv2', 'conv3', 'conv4', 'conv5', 'fc6', 'fc7', 'fc8'].map(find);
    assert.deepEqual(
      counted.map((facts) => (facts?.activationBytes ?? 0) / 4),
      neurons,
    );
  });

  it('applies its layers in the order of §3.5', () => {
    const names = layers.map(({ layer }) => layer.name).join(' ');
    assert.equal(
      names,
      'input conv1 relu1 norm1 pool1 conv2 relu2 norm2 pool2 conv3 relu3 conv4 relu4 conv5 relu5 pool5 ' +
        'flatten fc6 relu6 drop6 fc7 relu7 drop7 fc8',
    );
  });

  it('starts the biases of the second, fourth and fifth convolution from 1 (§5)', () => {
    const biases = alexnet2012().layers.flatMap((layer) =>
      isKind(layer, 'conv2d') ? [layer.attributes.initialBias] : [],
    );
    assert.deepEqual(biases, [undefined, 1, undefined, 1, 1]);
    assert.equal(alexnet2012().initialisation, 'alexnet-2012');
  });

  it('takes 227×227 images to the same classifier, and 32×32 ones with stride 1', () => {
    assert.equal(analyze(alexnet2012({ input: [3, 227, 227] })).totals.params, 60_965_224);
    const sizes = (stride: number): number =>
      analyze(alexnet2012({ input: [3, 32, 32], classes: 10, stride })).problems.length;
    assert.deepEqual([sizes(4), sizes(1)], [1, 0]);
  });
});
