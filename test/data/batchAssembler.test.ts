import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Batch } from '../../src/trainer/data/assembleBatch';
import { BatchAssembler } from '../../src/trainer/data/batchAssembler';
import type { BatchesRequest } from '../../src/trainer/data/batchSource';
import type { Split } from '../../src/trainer/data/dataset';
import { distFolder } from '../../src/trainer/distFolder';
import { countedSplit } from './countedSplit';
import { temporaryFolder } from './temporaryFolder';

const run = promisify(execFile);
const splits = { train: countedSplit(70), test: countedSplit(5) };

async function labelsOf(assembler: BatchAssembler, request: BatchesRequest): Promise<number[][]> {
  const batches: number[][] = [];
  for await (const batch of assembler.batches(request)) batches.push([...batch.labels]);
  return batches;
}

async function failureOf(assembler: BatchAssembler, request: Partial<BatchesRequest>): Promise<unknown> {
  return labelsOf(assembler, { split: 'train', batchSize: 8, ...request }).then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('BatchAssembler', function () {
  this.timeout(30_000);
  const folder = temporaryFolder();
  const open: BatchAssembler[] = [];

  function started(data: Readonly<Record<string, Split>> = splits): BatchAssembler {
    const assembler = new BatchAssembler({ splits: data });
    open.push(assembler);
    return assembler;
  }

  /** An assembler whose thread runs this program. */
  async function startedWith(program: string, data?: Readonly<Record<string, Split>>): Promise<BatchAssembler> {
    await writeFile(path.join(folder.path, 'batchThread.cjs'), program);
    const dist = distFolder();
    process.env['RESNET_DIST'] = folder.path;
    try {
      return started(data);
    } finally {
      process.env['RESNET_DIST'] = dist;
    }
  }

  afterEach(async () => {
    for (const assembler of open.splice(0)) await assembler.dispose();
  });

  it('gives the images in their stored order, the partial last batch too', async () => {
    const assembler = started();
    assert.deepEqual(await labelsOf(assembler, { split: 'test', batchSize: 2 }), [[0, 1], [2, 3], [4]]);
    const sizes = (await labelsOf(assembler, { split: 'train', batchSize: 32 })).map(({ length }) => length);
    assert.deepEqual(sizes, [32, 32, 6]);
  });

  it('gives the images in the order wanted', async () => {
    const order = Uint32Array.of(69, 3, 3, 40, 0);
    assert.deepEqual(await labelsOf(started(), { split: 'train', order, batchSize: 3 }), [
      [69, 3, 3],
      [40, 0],
    ]);
  });

  it('gives one batch where all images fit, and none for none', async () => {
    const assembler = started();
    assert.deepEqual(await labelsOf(assembler, { split: 'test', batchSize: 99 }), [[0, 1, 2, 3, 4]]);
    assert.deepEqual(await labelsOf(assembler, { split: 'test', order: new Uint32Array(), batchSize: 9 }), []);
  });

  it('gives the bytes of the images, channels last', async () => {
    const batches: Batch[] = [];
    for await (const batch of started().batches({ split: 'test', batchSize: 4 })) batches.push(batch);
    const [first, last] = batches;
    assert.deepEqual([first?.count, last?.count], [4, 1]);
    assert.ok(first?.images instanceof Uint8Array);
    assert.equal(first.images.length, 4 * 3072);
    assert.equal(first.images[3 * 3072 + 33 * 3 + 1], splits.test.pixels[3 * 3072 + 1024 + 33]);
    assert.equal(last?.images[0], splits.test.pixels[4 * 3072]);
    assert.equal(last?.augmentation, undefined);
  });

  it('leaves out batches at the beginning', async () => {
    const order = Uint32Array.from({ length: 10 }, (_, index) => 69 - index);
    const left = (skip: number) => labelsOf(started(), { split: 'train', order, batchSize: 4, skip });
    assert.deepEqual(await left(0), [
      [69, 68, 67, 66],
      [65, 64, 63, 62],
      [61, 60],
    ]);
    assert.deepEqual(await left(2), [[61, 60]]);
    assert.deepEqual(await left(3), []);
  });

  it('gives each batch the draws of its images', async () => {
    const of = (scale: number) => Int32Array.from({ length: 5 }, (_, place) => scale * place);
    const draws: unknown[] = [];
    const request = { split: 'test', batchSize: 2, skip: 1, augmentation: { top: of(1), left: of(10), flip: of(0) } };
    for await (const { augmentation } of started().batches(request)) draws.push(augmentation);
    assert.deepEqual(draws, [
      { top: Int32Array.of(2, 3), left: Int32Array.of(20, 30), flip: Int32Array.of(0, 0) },
      { top: Int32Array.of(4), left: Int32Array.of(40), flip: Int32Array.of(0) },
    ]);
  });

  it('serves two readers at once', async () => {
    const assembler = started();
    const [test, train] = await Promise.all([
      labelsOf(assembler, { split: 'test', batchSize: 1 }),
      labelsOf(assembler, { split: 'train', batchSize: 7 }),
    ]);
    assert.deepEqual(test.flat(), [0, 1, 2, 3, 4]);
    assert.deepEqual(train.flat(), [...Array(70).keys()]);
  });

  it('asks for the next two batches while one is used, and for no more', async () => {
    const requested = new Uint8Array(new SharedArrayBuffer(70));
    const assembler = await startedWith(
      `const { parentPort, workerData } = require('node:worker_threads');
      parentPort.on('message', ({ id, indices }) => {
        Atomics.add(workerData.splits.train.labels, 0, 1);
        parentPort.postMessage({ id, batch: { labels: indices, images: new Float32Array(), count: indices.length } });
      });`,
      { train: { ...splits.train, labels: requested } },
    );
    const batches = assembler.batches({ split: 'train', batchSize: 10 });
    for (const asked of [3, 4, 5, 6, 7, 7, 7]) {
      assert.equal((await batches.next()).done, false);
      while (Atomics.load(requested, 0) < asked) await pause(1);
      await pause(20);
      assert.equal(Atomics.load(requested, 0), asked);
    }
    assert.equal((await batches.next()).done, true);
  });

  it('can be left early and used again', async () => {
    const assembler = started();
    for await (const batch of assembler.batches({ split: 'train', batchSize: 1 })) if (batch.labels[0] === 2) break;
    assert.deepEqual(await labelsOf(assembler, { split: 'test', batchSize: 5 }), [[0, 1, 2, 3, 4]]);
  });

  it('rejects with the reason of its signal', async () => {
    const assembler = started();
    const reason = new Error('enough');
    assert.equal(await failureOf(assembler, { signal: AbortSignal.abort(reason) }), reason);
    const silent = await startedWith(`require('node:worker_threads').parentPort.on('message', () => undefined);`);
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 20);
    assert.equal(await failureOf(silent, { signal: controller.signal }), reason);
    assert.deepEqual(await labelsOf(assembler, { split: 'test', batchSize: 5 }), [[0, 1, 2, 3, 4]]);
  });

  for (const [fault, program, reason] of [
    [
      'throws',
      `require('node:worker_threads').parentPort.on('message', () => { throw new Error('a fault'); });`,
      'a fault',
    ],
    ['exits', `require('node:worker_threads').parentPort.on('message', () => process.exit(3));`, 'exit code 3'],
    ['can not start', `require('./nothing.cjs');`, 'nothing.cjs'],
  ] as const)
    it(`rejects with a sentence when the thread ${fault}`, async () => {
      const assembler = await startedWith(program);
      for (let attempt = 0; attempt < 2; attempt++) {
        const error = await failureOf(assembler, {});
        assert.ok(error instanceof Error && error.name === 'UserError', String(error));
        assert.match(
          error.message,
          /^The thread that prepares the batches stopped \(.*\); start the training again\.$/,
        );
        assert.ok(error.message.includes(reason), error.message);
      }
    });

  it('rejects what is awaited when it is disposed, and what is asked for later', async () => {
    const assembler = await startedWith(`require('node:worker_threads').parentPort.on('message', () => undefined);`);
    const waiting = failureOf(assembler, {});
    await assembler.dispose();
    await assembler.dispose();
    for (const error of [await waiting, await failureOf(assembler, {})]) assert.match(String(error), /was ended/);
  });

  it('refuses a split, an image and a batch size that make no sense', async () => {
    const assembler = started();
    const requests = [
      { split: 'nowhere' },
      { order: Uint32Array.of(0, 70) },
      { batchSize: 0 },
      { batchSize: 1.5 },
      { skip: -1 },
    ];
    for (const request of requests) assert.ok((await failureOf(assembler, request)) instanceof RangeError);
  });

  it('keeps no process alive that left its batches early and forgot to dispose', async () => {
    const bundle = path.join(folder.path, 'assembler.cjs');
    const options = ['--bundle', '--platform=node', '--format=cjs', '--log-level=warning', `--outfile=${bundle}`];
    await run(path.resolve('node_modules/.bin/esbuild'), ['src/trainer/data/batchAssembler.ts', ...options]);
    const program = `
      const { BatchAssembler } = require('./assembler.cjs');
      const train = { count: 9, labels: new Uint8Array(9), pixels: new Uint8Array(9 * 3072) };
      const assembler = new BatchAssembler({ splits: { train } });
      (async () => {
        for await (const { count } of assembler.batches({ split: 'train', batchSize: 1 })) return console.log(count);
      })();`;
    await writeFile(path.join(folder.path, 'main.cjs'), program);
    const env = { ...process.env, RESNET_DIST: distFolder() };
    const { stdout } = await run(process.execPath, [path.join(folder.path, 'main.cjs')], { env, timeout: 20_000 });
    assert.equal(stdout, '1\n');
  });
});
