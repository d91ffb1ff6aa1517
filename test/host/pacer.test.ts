import assert from 'node:assert/strict';
import { Pacer } from '../../src/host/pacer';
import { ManualClock } from './manualClock';

describe('pacer', () => {
  function paced(): { readonly clock: ManualClock; readonly sent: number[]; readonly pacer: Pacer } {
    const clock = new ManualClock();
    const sent: number[] = [];
    return { clock, sent, pacer: new Pacer(() => sent.push(clock.now()), 100, clock) };
  }

  it('sends the first news at once', () => {
    const { sent, pacer } = paced();
    pacer.news();
    assert.deepEqual(sent, [0]);
  });

  it('sends at most every 100 ms, and never keeps the last news back for longer', () => {
    const { clock, sent, pacer } = paced();
    for (let ms = 0; ms < 350; ms += 10) {
      pacer.news();
      clock.advance(10);
    }
    assert.deepEqual(sent, [0, 100, 200, 300]);
    clock.advance(1000);
    assert.deepEqual(sent, [0, 100, 200, 300, 400]);
  });

  it('sends rare news at once', () => {
    const { clock, sent, pacer } = paced();
    for (const wait of [250, 100, 500]) {
      pacer.news();
      clock.advance(wait);
    }
    assert.deepEqual(sent, [0, 250, 350]);
  });

  it('sends nothing without news, nor after dispose', () => {
    const { clock, sent, pacer } = paced();
    clock.advance(500);
    pacer.news();
    pacer.news();
    pacer.dispose();
    clock.advance(500);
    assert.deepEqual(sent, [500]);
  });
});
