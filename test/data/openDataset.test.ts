import assert from 'node:assert/strict';
import { rm, truncate } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../src/protocol/userError';
import { standardClasses } from '../../src/protocol/cifar10';
import { type DatasetRequest, openDataset } from '../../src/trainer/data/openDataset';
import { type MarkedImage, writeClassNames, writeOfficialFolder } from './officialFolder';
import { temporaryFolder } from './temporaryFolder';

const bird = 2;
const cat = 3;

const images: readonly MarkedImage[] = [
  { file: 'data_batch_1.bin', record: 4, label: bird, value: 10 },
  { file: 'data_batch_1.bin', record: 9_999, label: cat, value: 20 },
  { file: 'data_batch_3.bin', record: 0, label: cat, value: 30 },
  { file: 'data_batch_5.bin', record: 17, label: bird, value: 40 },
  { file: 'test_batch.bin', record: 5, label: cat, value: 50 },
  { file: 'test_batch.bin', record: 6, label: bird, value: 60 },
];

describe('openDataset', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();

  function openSample(request: Partial<DatasetRequest> = {}) {
    return openDataset({ data: folder.path, home: path.join(folder.path, 'home'), embedded: 'media/data', ...request });
  }

  async function rejects(request: Partial<DatasetRequest>, expected: { reason?: string; says: readonly string[] }) {
    await assert.rejects(openSample(request), (error) => {
      assert.ok(error instanceof UserError, String(error));
      assert.equal(error.reason, expected.reason ?? 'failure');
      for (const part of expected.says) assert.ok(error.message.includes(part), `${error.message} / ${part}`);
      assert.doesNotMatch(error.message, /\n|undefined|NaN/);
      return true;
    });
  }

  it('keeps the chosen classes in their stored order, relabelled in the order given', async () => {
    await writeOfficialFolder(folder.path, images);
    const data = await openSample({ classes: ['cat', 'bird'] });
    assert.equal(data.source, folder.path);
    assert.deepEqual(data.classes, ['cat', 'bird']);
    assert.deepEqual([...data.train.labels], [1, 0, 0, 1]);
    assert.deepEqual([...data.test.labels], [0, 1]);
    assert.equal(data.train.count, 4);
    assert.equal(data.train.pixels.length, 4 * 3072);
    const starts = (at: number) => [0, 1, 2, 3].map((image) => data.train.pixels[image * 3072 + at]);
    assert.deepEqual(starts(0), [10, 20, 30, 40]);
    assert.deepEqual(starts(1023), [10, 20, 30, 40]);
    assert.deepEqual(starts(1024), [11, 21, 31, 41]);
    assert.deepEqual(starts(3071), [12, 22, 32, 42]);
    assert.ok(data.train.pixels.buffer instanceof SharedArrayBuffer);
  });

  it('takes the first images of the chosen classes under a limit', async () => {
    await writeOfficialFolder(folder.path, images);
    const data = await openSample({ classes: ['bird', 'cat'], limitTrain: 3, limitTest: 1 });
    assert.deepEqual([...data.train.labels], [0, 1, 1]);
    assert.deepEqual([...data.test.labels], [1]);
    const whole = await openSample({ classes: ['bird', 'cat'], limitTrain: 1000 });
    assert.equal(whole.train.count, 4);
  });

  it('reads all ten classes from the cache under their standard names', async () => {
    const home = path.join(folder.path, 'home');
    await writeOfficialFolder(path.join(home, 'data', 'cifar-10-batches-bin'), images);
    const data = await openSample({ data: 'cifar10', limitTrain: 12_000 });
    assert.equal(data.source, 'cifar10');
    assert.deepEqual(data.classes, standardClasses);
    assert.equal(data.train.count, 12_000);
    assert.equal(data.test.count, 10_000);
    assert.deepEqual([data.train.labels[3], data.train.labels[4], data.train.labels[9_999]], [0, bird, cat]);
  });

  it('takes the class names from batches.meta.txt', async () => {
    await writeOfficialFolder(folder.path, images);
    const names = standardClasses.map((name) => `small ${name}`);
    await writeClassNames(folder.path, names);
    assert.deepEqual((await openSample({ limitTrain: 1, limitTest: 1 })).classes, names);
    await writeClassNames(folder.path, ['one', 'two']);
    await rejects({}, { says: ['batches.meta.txt', '10 different class names'] });
  });

  it('says that a folder is missing', async () => {
    const data = path.join(folder.path, 'nowhere');
    await rejects({ data }, { says: ['no data folder', data] });
  });

  it('says how to get CIFAR-10 where it is not in the cache', async () => {
    const place = path.join(folder.path, 'home', 'data', 'cifar-10-batches-bin');
    await rejects({ data: 'cifar10' }, { says: ['`resnet data download`', place] });
  });

  it('names a missing file', async () => {
    await writeOfficialFolder(folder.path);
    await rm(path.join(folder.path, 'data_batch_4.bin'));
    await rejects({ limitTrain: 1 }, { says: ['data_batch_4.bin is missing', folder.path] });
  });

  for (const bytes of [30_729_999, 27_657_000, 30_733_073, 0])
    it(`names a file of ${bytes} bytes with what it should have`, async () => {
      await writeOfficialFolder(folder.path);
      await truncate(path.join(folder.path, 'test_batch.bin'), bytes);
      const sizes = [`${bytes.toLocaleString('en')} bytes`, '30,730,000'];
      await rejects({ limitTest: 1 }, { says: [path.join(folder.path, 'test_batch.bin'), ...sizes] });
    });

  it('names the image whose label is out of range', async () => {
    await writeOfficialFolder(folder.path, [{ file: 'data_batch_2.bin', record: 4711, label: 17, value: 0 }]);
    await rejects({}, { says: ['data_batch_2.bin', 'label 17', 'image 4711'] });
  });

  it('suggests the nearest class', async () => {
    await writeOfficialFolder(folder.path);
    await rejects({ classes: ['brid', 'cat'] }, { reason: 'usage', says: ['"brid"', 'Did you mean "bird"?'] });
  });

  it('refuses a class named twice, and fewer than two', async () => {
    await writeOfficialFolder(folder.path);
    await rejects({ classes: ['cat', 'bird', 'cat'] }, { reason: 'usage', says: ['cat is named twice'] });
    await rejects({ classes: ['cat'] }, { reason: 'usage', says: ['two classes', 'cat'] });
    await rejects({ classes: [] }, { reason: 'usage', says: ['two classes'] });
  });

  it('says that no image is left', async () => {
    await writeOfficialFolder(folder.path, images);
    await rejects({ classes: ['dog', 'frog'] }, { says: ['no training image of dog, frog'] });
  });

  for (const limit of [0, -1, 1.5, NaN, Infinity])
    it(`refuses a limit of ${limit}`, async () => {
      await writeOfficialFolder(folder.path);
      await assert.rejects(openSample({ limitTrain: limit }), { name: 'UserError', reason: 'usage' });
      await assert.rejects(openSample({ limitTest: limit }), { name: 'UserError', reason: 'usage' });
    });
});
