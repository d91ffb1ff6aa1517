import assert from 'node:assert/strict';
import { beforeStart, glance, glanceDetail, glanceFraction, glanceLine } from '../../src/host/runGlance';
import type { RunEvent } from '../../src/protocol/run';
import { exampleEvents } from '../client/exampleRun';

const after = (count: number): Parameters<typeof glance>[0] =>
  exampleEvents.slice(0, count).reduce(glance, beforeStart);

describe('run at a glance', () => {
  const rows: readonly (readonly [number, string, string, number])[] = [
    [0, 'ResNet: starting…', 'starting the trainer…', 0],
    [1, 'ResNet 1/2 · 0/2', 'epoch 1 of 2 · step 0 of 2', 0],
    [2, 'ResNet 1/2 · 2/2 · loss 0.60', 'epoch 1 of 2 · step 2 of 2 · loss 0.60 · 100 images/s', 0.5],
    [3, 'ResNet 1/2 · testing 50 % · loss 0.60', 'epoch 1 of 2 · testing 50 % · loss 0.60 · 100 images/s', 0.5],
    [5, 'ResNet 2/2 · 2/2 · loss 0.40', 'epoch 2 of 2 · step 2 of 2 · loss 0.40 · 100 images/s', 1],
  ];
  for (const [count, line, detail, fraction] of rows)
    it(`shows "${line}" after ${count} events`, () => {
      assert.equal(glanceLine(after(count)), line);
      assert.equal(glanceDetail(after(count)), detail);
      assert.equal(glanceFraction(after(count)), fraction);
    });

  it('says that the run is paused, and goes on', () => {
    const orders = (paused: boolean): RunEvent => ({ type: 'orders', step: 3, paused, stopsAfterEpoch: false });
    const paused = glance(after(2), orders(true));
    assert.equal(glanceLine(paused), 'ResNet 1/2 · 2/2 · paused');
    assert.equal(glanceDetail(paused), 'epoch 1 of 2 · step 2 of 2 · loss 0.60 · paused');
    assert.equal(glanceLine(glance(paused, orders(false))), 'ResNet 1/2 · 2/2 · loss 0.60');
  });

  for (const [loss, text] of [
    [0.0123, '0.012'],
    [2.345, '2.35'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
  ] as const)
    it(`writes a loss of ${loss} as ${text}`, () => {
      const steps = exampleEvents[1] as Extract<RunEvent, { type: 'steps' }>;
      const seen = glance(after(1), { ...steps, loss: Float32Array.of(loss) });
      assert.equal(glanceLine(seen), `ResNet 1/2 · 1/2 · loss ${text}`);
    });
});
