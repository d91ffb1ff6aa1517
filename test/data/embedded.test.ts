import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { copyFile, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openDataset } from '../../src/trainer/data/openDataset';
import { temporaryFolder } from './temporaryFolder';

const embedded = path.resolve('media/data');

const sums = {
  'embedded-train.bin.br': '86d672a49558529ce0b9a1cddf6e9954a92d0e56da85f89385385a49a59f06bf',
  'embedded-test.bin.br': 'd6d210eb7c8a294b11e6ff6f780a8e1a11fcd9be555f33f348b20fa939b0224d',
};

function openEmbedded(classes?: readonly string[], folder = embedded) {
  return openDataset({ data: 'embedded', home: '', embedded: folder, classes });
}

function countOf(labels: Uint8Array, label: number): number {
  return labels.filter((value) => value === label).length;
}

describe('the embedded data', function () {
  this.timeout(20_000);
  const folder = temporaryFolder();

  for (const [name, sum] of Object.entries(sums))
    it(`${name} is the file that was made`, async () => {
      const bytes = await readFile(path.join(embedded, name));
      assert.equal(createHash('sha256').update(bytes).digest('hex'), sum);
    });

  it('is at most 4 MB', async () => {
    const sizes = await Promise.all(Object.keys(sums).map((name) => stat(path.join(embedded, name))));
    assert.ok(sizes.reduce((total, { size }) => total + size, 0) <= 4_000_000);
  });

  it('holds 500 training and 100 test images of airplane and bird each', async () => {
    const { source, classes, train, test } = await openEmbedded();
    assert.equal(source, 'embedded');
    assert.deepEqual(classes, ['airplane', 'bird']);
    assert.deepEqual([train.count, countOf(train.labels, 0), countOf(train.labels, 1)], [1000, 500, 500]);
    assert.deepEqual([test.count, countOf(test.labels, 0), countOf(test.labels, 1)], [200, 100, 100]);
  });

  it('is relabelled in the order given', async () => {
    const [forward, backward] = [await openEmbedded(), await openEmbedded(['bird', 'airplane'])];
    assert.deepEqual(
      backward.train.labels,
      forward.train.labels.map((label) => 1 - label),
    );
    assert.deepEqual(backward.train.pixels, forward.train.pixels);
  });

  it('says where other classes are', async () => {
    await assert.rejects(openEmbedded(['airplane', 'cat']), {
      name: 'UserError',
      message: /no images of cat, only of airplane, bird; get all of CIFAR-10 by `resnet data download`/,
    });
  });

  it('says that a file is missing or damaged', async () => {
    const refused = { name: 'UserError', message: /embedded-test\.bin\.br can't be read .*install the product again/ };
    await copyFile(path.join(embedded, 'embedded-train.bin.br'), path.join(folder.path, 'embedded-train.bin.br'));
    await assert.rejects(openEmbedded(undefined, folder.path), refused);
    const whole = await readFile(path.join(embedded, 'embedded-test.bin.br'));
    await writeFile(path.join(folder.path, 'embedded-test.bin.br'), whole.subarray(0, 1000));
    await assert.rejects(openEmbedded(undefined, folder.path), refused);
  });
});
