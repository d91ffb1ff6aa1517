import assert from 'node:assert/strict';
import { faultSentence, gradientFault, layerOf } from '../../src/protocol/runFault';
import { RunningMedian } from '../../src/protocol/runningMedian';

const tensors = ['conv1.weight', 'layer1.0.conv1.weight', 'layer1.0.bn1.bias', 'fc.weight'];
const calm = [0.1, 0.1, 0.1, 0.1];

interface Row {
  readonly what: string;
  readonly norms: readonly number[];
  readonly medians?: readonly number[];
  readonly found: readonly [kind: string, layer: string] | undefined;
}

const rows: readonly Row[] = [
  { what: 'sound numbers', norms: [0.2, 0.1, 3, 99], found: undefined },
  { what: 'a single NaN', norms: [1, NaN, 1, 1], found: ['gradient', 'layer1.0.conv1'] },
  { what: 'NaN from a layer back to the stem', norms: [NaN, NaN, Infinity, 1], found: ['gradient', 'layer1.0.bn1'] },
  { what: 'NaN everywhere', norms: [NaN, NaN, NaN, NaN], found: ['gradient', 'fc'] },
  { what: 'a jump to exactly the limit', norms: [0.1, 100, 0.1, 0.1], found: ['exploding', 'layer1.0.conv1'] },
  { what: 'a jump below the limit', norms: [0.1, 99.9, 0.1, 0.1], found: undefined },
  { what: 'a jump before a NaN, which the way back meets first', norms: [NaN, 1, 200, 1], found: ['exploding', 'layer1.0.bn1'] }, // prettier-ignore
  { what: 'a jump without a median yet', norms: [1e9, 1, 1, 1], medians: [NaN, 1, 1, 1], found: undefined },
  { what: 'a jump without any medians', norms: [1e9, 1, 1, 1], medians: [], found: undefined },
  { what: 'growth out of nothing', norms: [1, 1e-4, 1, 1], medians: [1, 0, 1, 1], found: undefined },
  { what: 'an explosion out of nothing', norms: [1, 0.01, 1, 1], medians: [1, 0, 1, 1], found: ['exploding', 'layer1.0.conv1'] }, // prettier-ignore
  { what: 'fewer norms than tensors', norms: [1], found: undefined },
];

describe("a step's gradient fault", () => {
  for (const { what, norms, medians = calm, found } of rows)
    it(`is ${found?.join(' in ') ?? 'none'} for ${what}`, () => {
      const fault = gradientFault({ step: 7, gradientNorm: Float32Array.from(norms) }, tensors, medians);
      assert.deepEqual(fault === undefined ? undefined : [fault.kind, fault.layer], found);
      if (fault !== undefined) assert.equal(fault.step, 7);
    });

  it('is told in a sentence with its step, its layer and what to do', () => {
    assert.equal(
      faultSentence({ step: 1301, kind: 'exploding', layer: 'layer3.2.conv2', times: 1234.4 }),
      'At step 1,301 the gradient of layer "layer3.2.conv2" is 1,234 times its running median; lower the learning rate or check the data.',
    );
    assert.match(
      faultSentence({ step: 2, kind: 'gradient', layer: 'fc' }),
      /first layer, from the head backwards, whose gradient is not finite is "fc";/,
    );
    assert.match(faultSentence({ step: 2, kind: 'statistics', layer: 'bn1' }), /statistics are not finite is "bn1";/);
  });

  it('names a layer by its tensor', () => {
    assert.equal(layerOf('layer1.0.bn1.running_mean'), 'layer1.0.bn1');
  });
});

describe('running medians', () => {
  it('are of the newest values, row by row, and none of too few', () => {
    const running = new RunningMedian({ newest: 3, least: 2 });
    running.add([1, 10]);
    assert.deepEqual(running.medians(), [NaN, NaN]);
    running.add([2, NaN]);
    assert.deepEqual(running.medians(), [2, NaN]);
    for (const value of [7, 8, 9]) running.add([value, Infinity]);
    assert.deepEqual(running.medians(), [8, NaN]);
  });
});
