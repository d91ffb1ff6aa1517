import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { EventFile } from '../../src/client/tensorboard/eventFile';
import { eventRecord } from '../../src/client/tensorboard/eventRecord';
import type { RunEvent, RunStart } from '../../src/protocol/run';
import { exampleEvents } from './exampleRun';
import { decodeEvents, type DecodedEvent } from './decodeEvents';
import { scratchFolder, type ScratchFolder } from './stubScript';

const scalars = (numbers: Readonly<Record<string, number>>): { value: { tag: string; simpleValue: number }[] } => ({
  value: Object.entries(numbers).map(([tag, simpleValue]) => ({ tag, simpleValue })),
});

describe('an event record', () => {
  const written = readFileSync('test/fixtures/tensorboard/events.out.tfevents');

  it('has the bytes that TensorFlow’s own writer gives it', () => {
    const records = [
      eventRecord({ wallTime: 1700000000.25, fileVersion: 'brain.Event:2' }),
      eventRecord({
        wallTime: 1700000001.5,
        step: 1,
        summary: scalars({ 'train/loss': 0.6931472, 'train/accuracy': 0.5 }),
      }),
      eventRecord({
        wallTime: 1700000002,
        step: 3_000_000_000,
        summary: scalars({ 'test/loss': Number.NaN, epoch: 7 }),
      }),
      eventRecord({ wallTime: 1700000002, step: 128, summary: scalars({ 'gradient_norm/layer1.0': 1e-20 }) }),
    ];
    assert.equal(Buffer.concat(records).toString('hex'), written.toString('hex'));
  });

  it('is read back by the tests’ own decoder, which tells damage', () => {
    assert.deepEqual(
      decodeEvents(written).map(({ step, tags }) => [step, Object.keys(tags)]),
      [
        [0, []],
        [1, ['train/loss', 'train/accuracy']],
        [3_000_000_000, ['test/loss', 'epoch']],
        [128, ['gradient_norm/layer1.0']],
      ],
    );
    const damaged = Buffer.from(written);
    damaged.writeUInt8(damaged.readUInt8(30) ^ 1, 30);
    assert.throws(() => decodeEvents(damaged), /sum/);
  });
});

describe('a run’s event file', () => {
  let scratch: ScratchFolder;
  beforeEach(() => (scratch = scratchFolder()));
  afterEach(() => scratch.remove());

  const start = exampleEvents[0] as Extract<RunEvent, { type: 'start' }>;
  const named: RunStart = {
    ...start,
    tensors: ['conv1.weight', 'layer1.0.conv1.weight', 'layer1.0.bn1.weight', 'layer1.01.conv1.weight'],
    blocks: ['layer1.0', 'layer1.01'],
  };
  const none = new Float32Array();
  const live = { step: 2, gradientNorm: Float32Array.of(9, 3, 4, Number.NaN), updateRatio: none, branchRms: none };
  const events = exampleEvents.map((event) =>
    event.type === 'steps' && event.first === 1
      ? { ...event, live: { ...live, shortcutRms: none, reluZeros: none } }
      : event,
  );

  async function write(): Promise<string> {
    const file = new EventFile(scratch.path, (error) => assert.fail(String(error)));
    file.begin(named);
    for (const event of events) file.append(event);
    await file.close();
    const [name = ''] = readdirSync(scratch.path);
    assert.match(name, /^events\.out\.tfevents\.\d{10}\./);
    return path.join(scratch.path, name);
  }

  const bySteps = (decoded: readonly DecodedEvent[]): unknown => decoded.slice(1).map(({ step, tags }) => [step, tags]);

  const float = Math.fround;
  const step = (loss: number): object => ({
    ...{ 'train/loss': float(loss), 'train/accuracy': 0.5, learning_rate: float(0.001) },
    'throughput/images_per_second': 100,
  });
  const expected = [
    [1, step(0.7)],
    [2, { ...step(0.6), 'gradient_norm/layer1.0': 5, 'gradient_norm/layer1.01': Number.NaN }],
    [2, { 'test/loss': Number.NaN, 'test/accuracy': 0.625, epoch: 1 }],
    [3, step(0.5)],
    [4, step(0.4)],
    [4, { 'test/loss': Number.NaN, 'test/accuracy': 0.75, epoch: 2 }],
  ];

  it('has every step’s loss, accuracy, rate and throughput, every test, and the blocks’ gradient norms', async () => {
    const before = Date.now() / 1000;
    const decoded = decodeEvents(readFileSync(await write()));
    assert.equal(decoded[0]?.fileVersion, 'brain.Event:2');
    assert.deepEqual(bySteps(decoded), expected);
    assert.ok(decoded.every(({ wallTime }) => wallTime >= before - 1 && wallTime <= Date.now() / 1000 + 1));
  });

  const python = process.env['RESNET_BENCH_PYTHON'];
  const reads = python !== undefined && spawnSync(python, ['-c', 'import tensorboard']).status === 0;
  if (!reads) console.log('  TensorBoard does not read it here: RESNET_BENCH_PYTHON names no Python that has it.');
  for (const reader of reads ? [python] : [])
    it('is read by TensorBoard', async () => {
      const script = `
import json, sys
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
read = EventAccumulator(sys.argv[1]).Reload()
print(json.dumps({tag: [[each.step, each.value] for each in read.Scalars(tag)] for tag in read.Tags()["scalars"]}))`;
      const { stdout, stderr } = spawnSync(reader, ['-c', script, path.dirname(await write())], { encoding: 'utf8' });
      assert.notEqual(stdout, '', stderr);
      const read = JSON.parse(stdout.replaceAll('NaN', 'null')) as Record<string, (number | null)[][]>;
      assert.deepEqual(
        read['train/loss'],
        [1, 2, 3, 4].map((at) => [at, float([0.7, 0.6, 0.5, 0.4][at - 1] ?? 0)]),
      );
      assert.deepEqual(read['test/accuracy'], [[2, 0.625], [4, 0.75]]); // prettier-ignore
      assert.deepEqual(read['gradient_norm/layer1.0'], [[2, 5]]);
    }).timeout(60_000);

  it('tells when it can’t be written, and does not fail itself', async () => {
    const faults: unknown[] = [];
    const file = new EventFile(path.join(scratch.path, 'nowhere'), (error) => void faults.push(error));
    file.begin(named);
    for (const event of events) file.append(event);
    await file.close();
    assert.equal(faults.length, 1);
    assert.match(String(faults[0]), /ENOENT/);
  });
});
