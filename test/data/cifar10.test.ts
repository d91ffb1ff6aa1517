import assert from 'node:assert/strict';
import path from 'node:path';
import { standardClasses } from '../../src/protocol/cifar10';
import type { Dataset, Split } from '../../src/trainer/data/dataset';
import { hasMd5 } from '../../src/trainer/data/fileMd5';
import { type DatasetRequest, openDataset } from '../../src/trainer/data/openDataset';

const officialSums = {
  'data_batch_1.bin': '5dd7e06a14cb22eb9f671a540d1b7c25',
  'data_batch_2.bin': '5ea93a67294ea407fff1d09f752e9692',
  'data_batch_3.bin': '942cd6a4bcdd0dd3c604fbe906cb4421',
  'data_batch_4.bin': 'ae636b3ba5c66a11e91e8cb52e771fcb',
  'data_batch_5.bin': '53f37980c15c3d472c316c40844f3f0d',
  'test_batch.bin': '803d5f7f4d78ea53de84dbe85f74fb6d',
};

/** The real CIFAR-10, which `node scripts/data.mjs --print` makes and names. */
function realFolder(): string {
  const folder = process.env['RESNET_CIFAR10'];
  assert.ok(folder, 'RESNET_CIFAR10 must name the folder that `node scripts/data.mjs --print` prints.');
  return folder;
}

function openReal(request: Partial<DatasetRequest> = {}): Promise<Dataset> {
  return openDataset({ data: realFolder(), home: '', embedded: path.resolve('media/data'), ...request });
}

function imagesPerClass({ labels }: Split): number[] {
  return standardClasses.map((_, label) => labels.filter((value) => value === label).length);
}

/** Mean and standard deviation of one channel, of values from 0 to 1. */
function channelMoments({ count, pixels }: Split, channel: number): { mean: number; deviation: number } {
  const counts = new Float64Array(256);
  for (let image = 0; image < count; image++)
    for (const byte of pixels.subarray(image * 3072 + channel * 1024, image * 3072 + (channel + 1) * 1024))
      counts[byte] = (counts[byte] ?? 0) + 1;
  const mean = counts.reduce((sum, times, byte) => sum + times * (byte / 255), 0) / (count * 1024);
  const variance = counts.reduce((sum, times, byte) => sum + times * (byte / 255 - mean) ** 2, 0) / (count * 1024);
  return { mean, deviation: Math.sqrt(variance) };
}

/** The labels and pixels of every tenth image of each class, in stored order. */
function everyTenth({ labels, pixels }: Split): { labels: number[]; pixels: Buffer } {
  const seen = new Map<number, number>();
  const kept = [...labels.keys()].filter((image) => {
    const label = labels[image] ?? 0;
    const count = seen.get(label) ?? 0;
    seen.set(label, count + 1);
    return count % 10 === 0;
  });
  const images = kept.map((image) => pixels.subarray(image * 3072, (image + 1) * 3072));
  return { labels: kept.map((image) => labels[image] ?? 0), pixels: Buffer.concat(images) };
}

describe('the real CIFAR-10', function () {
  this.timeout(120_000);

  for (const [name, sum] of Object.entries(officialSums))
    it(`has the official ${name}`, async () => {
      assert.ok(await hasMd5(path.join(realFolder(), name), sum, new AbortController().signal));
    });

  it('has 5,000 training and 1,000 test images of each class, with the published means and deviations', async () => {
    const { classes, train, test } = await openReal();
    assert.deepEqual(classes, standardClasses);
    assert.deepEqual(imagesPerClass(train), new Array(10).fill(5000));
    assert.deepEqual(imagesPerClass(test), new Array(10).fill(1000));
    const moments = [0, 1, 2].map((channel) => channelMoments(train, channel));
    assert.deepEqual(
      moments.map(({ mean }) => mean.toFixed(4)),
      ['0.4914', '0.4822', '0.4465'],
    );
    assert.deepEqual(
      moments.map(({ deviation }) => deviation.toFixed(4)),
      ['0.2470', '0.2435', '0.2616'],
    );
  });

  it('gives the airplanes and birds of the worked example', async () => {
    const { train, test } = await openReal({ classes: ['airplane', 'bird'] });
    assert.deepEqual([train.count, test.count], [10_000, 2_000]);
    assert.equal(train.labels.filter((label) => label === 1).length, 5_000);
  });

  it('is where the embedded images come from: every tenth airplane and bird', async () => {
    const [real, embedded] = [await openReal({ classes: ['airplane', 'bird'] }), await openReal({ data: 'embedded' })];
    for (const split of ['train', 'test'] as const) {
      const expected = everyTenth(real[split]);
      assert.deepEqual([...embedded[split].labels], expected.labels);
      assert.ok(expected.pixels.equals(embedded[split].pixels));
    }
  });
});
