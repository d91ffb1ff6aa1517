import assert from 'node:assert/strict';
import { FirstPaint } from '../../src/host/firstPaint';

const settled = async (promise: Promise<void>): Promise<boolean> =>
  Promise.race([promise.then(() => true), new Promise<boolean>((resolve) => setImmediate(() => resolve(false)))]);

describe('waiting for the first paint', () => {
  it('ends with the paint', async () => {
    const paint = new FirstPaint();
    const waiting = paint.within(60_000);
    assert.equal(await settled(waiting), false);
    paint.painted();
    assert.equal(await settled(waiting), true);
  });

  it('is over at once where the graph is painted already, until a new page begins', async () => {
    const paint = new FirstPaint();
    paint.painted();
    assert.equal(await settled(paint.within(60_000)), true);
    paint.begin();
    const waiting = paint.within(60_000);
    assert.equal(await settled(waiting), false);
    paint.painted();
    await waiting;
  });

  it('ends in any case after its time', () => new FirstPaint().within(1));
});
