import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { buildArchitecture } from '../../src/protocol/checkTrainOptions';
import { assembleBatch } from '../../src/trainer/data/assembleBatch';
import { EagerNetwork } from '../../src/trainer/eager/eagerNetwork';
import { checkedStateDict, specsOf } from '../../src/trainer/eager/stateDict';
import { startEngine } from '../../src/trainer/engines/ladder';
import { trainerFolders } from '../../src/trainer/folders';
import { featureMaps } from '../../src/trainer/pictures/featureMaps';
import { filterImages } from '../../src/trainer/pictures/filterImages';
import { scaledBytes } from '../../src/trainer/pictures/scaledBytes';
import { testImages } from '../../src/trainer/pictures/testImages';
import { testSplit } from '../../src/trainer/testSplit';
import { layerOutput } from '../../src/trainer/eager/layerOutput';
import { defaultInput, preparedImages } from '../../src/trainer/data/preparedImages';
import { initialValues } from '../../src/trainer/initialise';
import { encodeSafetensors } from '../../src/trainer/safetensors';
import { within } from './closeness';
import { existing, userError } from './tensorSamples';
import { fileWith, weightsOf } from './weightsFile';

const folders = trainerFolders();
const network = { model: 'resnet8-cifar' };
const data = { data: 'embedded' };

describe('filters as images', () => {
  it('are scaled each by itself, channels as red, green and blue', async () => {
    // [2, 3, 1, 1]
    const values = Float32Array.of(-1, 0, 1, 10, 30, 20);
    const tensor = { dtype: 'F32', shape: [2, 3, 1, 1], bytes: new Uint8Array(values.buffer) } as const;
    const file = fileWith(encodeSafetensors(new Map([['conv1.weight', tensor]])));
    const { size, count, pixels } = await filterImages(file, 'conv1');
    assert.deepEqual([size, count, [...pixels]], [1, 2, [0, 128, 255, 0, 255, 128]]);
  });

  it('keep their place: a bright pixel stays where the weight is', async () => {
    const values = new Float32Array(3 * 9);
    values[9 + 5] = 1; // green, second row, third column
    const tensor = { dtype: 'F32', shape: [1, 3, 3, 3], bytes: new Uint8Array(values.buffer) } as const;
    const { pixels } = await filterImages(fileWith(encodeSafetensors(new Map([['c.weight', tensor]]))), 'c');
    assert.deepEqual([...pixels].flatMap((value, at) => (value === 0 ? [] : [at])), [3 * 5 + 1]); // prettier-ignore
  });

  it('are refused, in a sentence, of what takes no image', async () => {
    const file = fileWith(weightsOf(buildArchitecture(network, 2)), 'a.safetensors');
    for (const layer of ['layer1.0.conv1', 'bn1', 'nothing'])
      await assert.rejects(filterImages(file, layer), userError(/^a\.safetensors has no convolution ".*" over the channels/)); // prettier-ignore
  });
});

describe('values as bytes', () => {
  it('go from the least to the largest finite one', () => {
    assert.deepEqual(scaledBytes(Float32Array.of(2, 4, NaN, Infinity, -Infinity, 3)), { min: 2, max: 4, pixels: Uint8Array.of(0, 255, 0, 255, 0, 128) }); // prettier-ignore
    assert.deepEqual(scaledBytes(Float32Array.of(7, 7)), { min: 7, max: 7, pixels: Uint8Array.of(0, 0) });
    assert.deepEqual(scaledBytes(Float32Array.of(NaN)), { min: 0, max: 0, pixels: Uint8Array.of(0) });
  });
});

describe('test images to choose from', () => {
  it('are the data’s, of all classes or of one, with their places', async () => {
    const all = await testImages({ ...data, from: 0 }, folders);
    assert.deepEqual([all.classes, all.images.length, all.size], [['airplane', 'bird'], 8, 32]);
    assert.deepEqual(all.images.map(({ index }) => index), [0, 1, 2, 3, 4, 5, 6, 7]); // prettier-ignore
    const birds = await testImages({ ...data, class: 'bird', from: 3 }, folders);
    assert.ok(birds.total > 0 && birds.total < all.total);
    assert.ok(birds.images.every((image) => image.class === 'bird'));
    const { test } = await testSplit(data, folders);
    for (const { index, pixels } of birds.images) {
      assert.equal(test.labels[index], 1);
      assert.equal(pixels[3 * 33 + 2], test.pixels[3072 * index + 2048 + 33]); // blue, second row, second column
    }
    assert.equal((await testImages({ ...data, from: all.total }, folders)).images.length, 0);
    await assert.rejects(testImages({ ...data, class: 'ship', from: 0 }, folders), userError(/no class "ship" in the data; it has airplane, bird/)); // prettier-ignore
  });
});

describe('feature maps', function () {
  this.timeout(60_000);
  const architecture = buildArchitecture(network, 2);
  const request = { ...data, network, logits: 2, engine: 'cpu', image: 5, from: 0 } as const;
  const tensors = new Map(
    specsOf(architecture).map(({ name, shape }) => {
      const values = existing(initialValues(architecture, 1).get(name));
      return [name, { dtype: 'F32', shape, bytes: new Uint8Array(values.buffer) }] as const;
    }),
  );
  let weights: string;

  before(async () => {
    await startEngine('cpu', folders);
    weights = fileWith(encodeSafetensors(tensors));
  });

  it('of the input are the image’s own channels', async () => {
    const { shape, maps } = await featureMaps({ ...request, weights, layer: 'input' }, folders);
    const { test } = await testSplit(data, folders);
    assert.deepEqual([shape, maps.length], [[3, 32, 32], 3]);
    const [red] = maps;
    const plane = test.pixels.subarray(3072 * 5, 3072 * 5 + 1024);
    const [low, high] = [plane.reduce((a, b) => Math.min(a, b)), plane.reduce((a, b) => Math.max(a, b))];
    assert.ok(Math.abs((red?.min ?? 0) - (low / 127.5 - 1)) < 1e-5);
    plane.forEach((value, at) => {
      const expected = (255 * (value - low)) / (high - low);
      assert.ok(Math.abs((red?.pixels[at] ?? -1) - expected) <= 0.51, `pixel ${at}`);
    });
  });

  it('come in pages of sixteen channels, with their ranges, a ReLU’s from 0', async () => {
    const { shape, maps } = await featureMaps({ ...request, weights, layer: 'layer3.0.relu_1', from: 48 }, folders);
    assert.deepEqual([shape, maps.map(({ channel }) => channel)], [[64, 8, 8], Array.from({ length: 16 }, (_, at) => 48 + at)]); // prettier-ignore
    assert.ok(maps.every(({ min, max, pixels }) => min >= 0 && max > min && pixels.length === 64));
    const rest = await featureMaps({ ...request, weights, layer: 'layer3.0.relu_1', from: 60 }, folders);
    assert.equal(rest.maps.length, 4);
  });

  it('are what the logits come from', async () => {
    const values = checkedStateDict(architecture, tensors, 'first values');
    const { test } = await testSplit(data, folders);
    const batch = assembleBatch(test, Uint32Array.of(5));
    const image = tf.tensor4d(preparedImages(batch, [3, 32, 32], defaultInput), [1, 32, 32, 3]);
    const pooled = await layerOutput(architecture, values, { image, layer: 'avgpool' });
    const whole = new EagerNetwork(architecture, { values, optimizer: { kind: 'sgd', momentum: 0, weightDecay: 0 } });
    const logits = await whole.logits(batch);
    const [matrix, bias] = [existing(values.get('fc.weight')), existing(values.get('fc.bias'))];
    logits.forEach((logit, row) => {
      const sum = pooled.values.reduce((total, value, at) => total + value * (matrix[64 * row + at] ?? NaN), bias[row] ?? NaN); // prettier-ignore
      within(Math.abs(sum - logit), 1e-4 * Math.max(1, Math.abs(logit)), `logit ${row}`);
    });
    whole.dispose();
    image.dispose();
  });

  it('leave no tensor behind', async () => {
    const before = tf.memory().numTensors;
    await featureMaps({ ...request, weights, layer: 'layer1.0.conv1' }, folders);
    assert.equal(tf.memory().numTensors, before);
  });

  it('are of an image that is scaled to the network’s own input', async () => {
    const input = [3, 64, 64];
    const { shape } = await featureMaps({ ...request, weights, input, layer: 'layer1.0.conv1' }, folders);
    assert.deepEqual(shape, [16, 64, 64]);
  });

  it('are refused, in a sentence, where there are none', async () => {
    const asked = (change: object): Promise<unknown> => featureMaps({ ...request, weights, layer: 'conv1', ...change }, folders); // prettier-ignore
    await assert.rejects(
      asked({ image: 100_000 }),
      userError(/^There is no test image 100000; they are numbered from 0/),
    );
    await assert.rejects(asked({ layer: 'conv9' }), userError(/^resnet8-cifar has no layer "conv9"\.$/));
    await assert.rejects(asked({ layer: 'fc' }), userError(/^Layer "fc" gives no maps but single values/));
    await assert.rejects(asked({ logits: 3 }), userError(/do not fit resnet8-cifar with 3 classes/));
  });
});
