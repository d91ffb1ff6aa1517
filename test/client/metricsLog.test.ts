import assert from 'node:assert/strict';
import { formatEvents, parseEvents } from '../../src/client/metricsLog';
import { unpacked } from '../../src/client/packedNumbers';
import { RunHistory } from '../../src/client/runHistory';
import { liveColumns, type LiveMetrics, type RunEvent } from '../../src/protocol/run';
import type { RunSnapshot } from '../../src/protocol/viewContract';

const floats = (...values: number[]): Float32Array => Float32Array.from(values);

function live(step: number): LiveMetrics {
  return {
    step,
    gradientNorm: floats(1.25, 0.1, Number.NaN),
    updateRatio: floats(1e-3, 3.3333e-4, Number.NaN),
    branchRms: floats(0.7),
    shortcutRms: floats(Number.NaN),
    reluZeros: floats(0.421875, 0),
  };
}

const events: readonly RunEvent[] = [
  {
    ...{ type: 'start', engine: 'tensorflow', engineDetail: 'TensorFlow 2.9.1', data: 'cifar10', model: 'resnet34' },
    ...{
      passedOver: [{ engine: 'tensorflow-gpu', reason: 'There is no GPU.' }],
      input: [3, 32, 32],
      params: 21_285_698,
    },
    ...{ classes: ['airplane', 'bird'], trainImages: 6, testImages: 2, stepsPerEpoch: 3, epochs: 2, batchSize: 2 },
    ...{ tensors: ['a', 'b', 'c'], blocks: ['layer1.0'], relus: ['a', 'b'] },
    ...{ step: 'compiled', stepDetail: '' },
  },
  {
    ...{ type: 'steps', first: 1, epoch: 1, loss: floats(0.7, 1 / 3), accuracy: floats(0.5, 1) },
    ...{ learningRate: floats(0.001, 0.001), imagesPerSecond: floats(231.7, 12345.678), stepMs: floats(8.6, 0.1) },
    live: live(2),
  },
  {
    ...{ type: 'steps', first: 3, epoch: 1, loss: floats(1e-7), accuracy: floats(0), learningRate: floats(1e-3) },
    ...{ imagesPerSecond: floats(240), stepMs: floats(8) },
  },
  { type: 'evaluating', epoch: 1, done: 1, total: 2 },
  {
    ...{
      type: 'tested',
      epoch: 1,
      confusion: [
        [1, 0],
        [1, 0],
      ],
      pixels: Uint8Array.of(1, 2, 3),
    },
    mistakes: [{ image: 1, label: 1, predicted: 0, probability: 0.75 }],
  },
  {
    ...{ type: 'epoch', epoch: 1, step: 3, trainLoss: 0.1 + 0.2, trainAccuracy: 0.5, testLoss: Number.NaN },
    ...{ testAccuracy: 0.899, seconds: 46.2 },
  },
  {
    ...{ type: 'steps', first: 4, epoch: 2, loss: floats(Number.NaN, Infinity), accuracy: floats(0.5, 0.5) },
    ...{ learningRate: floats(1e-3, 1e-3), imagesPerSecond: floats(1, 2), stepMs: floats(3, 4), live: live(4) },
  },
];

function rebuilt(from: readonly RunEvent[]): RunSnapshot {
  const history = new RunHistory({ id: 'run-1', title: 'ResNet-34' });
  for (const event of from) history.apply(event);
  history.finish('stopped', 'It was stopped.');
  return history.snapshot();
}

/** The text as it was when live metrics were written as numbers. */
function arrays(packedText: string): string {
  return packedText.replace(/"(gradientNorm|updateRatio|branchRms|shortcutRms|reluZeros)":"([^"]*)"/g, (_, name: string, numbers: string) => `"${name}":${JSON.stringify([...unpacked(numbers)])}`); // prettier-ignore
}

/** Within the 0.035 % of 16 bits on a log scale. */
function isAbout(found: Float32Array | undefined, expected: Float32Array | undefined): void {
  assert.equal(found?.length, expected?.length);
  expected?.forEach((value, at) => {
    const kept = found?.[at] ?? Number.NaN;
    assert.ok(Object.is(kept, value) || Math.abs(kept / value - 1) < 3.5e-4, `${kept} for ${value}`);
  });
}

/** Files don't keep them. */
function withoutPixels(tested: RunSnapshot['tested']): object {
  return Object.fromEntries(Object.entries(tested ?? {}).filter(([name]) => name !== 'pixels'));
}

const text = events.map((event) => formatEvents(event)).join('');
const lines = text.trimEnd().split('\n');

describe('metricsLog', () => {
  it('rebuilds the history that the events made, not-finite losses included', () => {
    const live = rebuilt(events);
    const finiteOnly = {
      ...live.steps,
      loss: live.steps.loss.map((loss) => (Number.isFinite(loss) ? loss : Number.NaN)),
    };
    const kept = rebuilt(parseEvents(text));
    assert.deepEqual(
      { ...kept, live: undefined, steps: { ...kept.steps, gradientNorm: undefined } },
      {
        ...live,
        live: undefined,
        steps: { ...finiteOnly, gradientNorm: undefined },
        tested: withoutPixels(live.tested),
      },
    );
    assert.equal(kept.live?.step, live.live?.step);
    for (const name of liveColumns) isAbout(kept.live?.[name], live.live?.[name]);
    for (const steps of [kept.steps, live.steps])
      assert.deepEqual(
        [...steps.gradientNorm].map((norm) => norm.toFixed(2)),
        ['NaN', '1.25', 'NaN', '1.25', 'NaN'],
      );
    assert.equal(live.steps.loss.length, 5);
  });

  it('keeps faults, and the history has the last', () => {
    const faults: readonly RunEvent[] = [
      { type: 'fault', step: 2, kind: 'exploding', layer: 'layer1.0.conv1', times: 1234.5 },
      { type: 'fault', step: 5, kind: 'statistics', layer: 'bn1' },
    ];
    const told = [...events, ...faults];
    const back = parseEvents(told.map((event) => formatEvents(event)).join(''));
    assert.deepEqual(back.filter(({ type }) => type === 'fault'), faults); // prettier-ignore
    assert.deepEqual(rebuilt(back).status.fault, faults[1]);
    assert.deepEqual(rebuilt(events).status.fault, undefined);
  });

  it('writes a line a step, numbers as short as a 32-bit float allows', () => {
    assert.equal(lines.length, 1 + 3 + 1 + 1 + 2);
    assert.equal(
      lines[3],
      '{"type":"step","step":3,"epoch":1,"loss":1e-7,"accuracy":0,"learningRate":0.001,"imagesPerSecond":240,"stepMs":8}',
    );
    assert.match(
      lines[2] ?? '',
      /"loss":0\.33333334,.*"gradientNorm":"[\w+/]{8}",.*"shortcutRms":"\/\/8=","reluZeros":"[\w+/]{4}AA=="\}$/,
    );
    assert.match(lines[6] ?? '', /"loss":null/);
  });

  it('keeps the live metrics of each measured step', () => {
    const series = { type: 'steps', first: 1, epoch: 1 } as const;
    const numbers = { loss: floats(1), accuracy: floats(1), learningRate: floats(1), imagesPerSecond: floats(1), stepMs: floats(1) }; // prettier-ignore
    const measured = [1, 2, 3].map((first) => formatEvents({ ...series, ...numbers, first, live: live(first) }));
    const history = new RunHistory({ id: 'run-1', title: 'ResNet-34' });
    for (const event of parseEvents(measured.join(''))) history.apply(event);
    assert.deepEqual([1, 2, 3, 9].map((step) => history.liveAt(step)?.step), [1, 2, 3, 3]); // prettier-ignore
  });

  it('leaves out a last line that was cut off, silently', () => {
    for (const cut of [1, 20, 60]) {
      const damaged: number[] = [];
      const parsed = parseEvents(text.slice(0, -1 - cut), (line) => damaged.push(line));
      assert.equal(rebuilt(parsed).steps.loss.length, 4);
      assert.deepEqual(damaged, []);
    }
  });

  it('passes over damaged lines and counts them', () => {
    const spoiled = [...lines];
    spoiled[1] = '{"type":"step","step":1,"epoch":1,"lo';
    spoiled[5] = '{"type":"epoch","epoch":"one"}';
    const damaged: number[] = [];
    const { steps, epochs } = rebuilt(parseEvents(`${spoiled.join('\n')}\n`, (line) => damaged.push(line)));
    assert.deepEqual(damaged, [2, 6]);
    assert.deepEqual([...steps.stepMs], [Number.NaN, Math.fround(0.1), 8, 3, 4]);
    assert.deepEqual(epochs, []);
  });

  it('takes in files of versions that measured no zeros and knew one kind of step', () => {
    const older = arrays(text).replace(/,"(relus|reluZeros)":\[[^\]]*\]|,"step":"compiled"|,"stepDetail":""/g, '');
    assert.doesNotMatch(older, /relu|compiled|stepDetail/);
    const { status, live } = rebuilt(parseEvents(older));
    assert.deepEqual([status.start?.step, status.start?.stepDetail, status.start?.relus], ['eager', '', []]);
    isAbout(live?.branchRms, floats(0.7));
    assert.deepEqual([live?.step, live?.branchRms, live?.reluZeros], [4, live?.branchRms, floats()]);
  });

  it('makes nothing of an empty file', () => {
    assert.deepEqual(parseEvents(''), []);
  });
});
