import assert from 'node:assert/strict';
import type { Batch } from '../../src/trainer/data/assembleBatch';
import { float32Of } from '../../src/trainer/safetensors';
import type { StepMeasurements } from '../../src/trainer/trainableNetwork';
import { largestDifference, within } from '../trainer/closeness';
import { existing } from '../trainer/tensorSamples';
import type { NetworkPair } from './networkPair';

type Numbers = ArrayLike<number>;

/** ‖a‖. */
export function norm(numbers: Numbers): number {
  return Math.sqrt(Array.from(numbers).reduce((sum, value) => sum + value ** 2, 0));
}

export function difference(a: Numbers, b: Numbers): readonly number[] {
  assert.equal(a.length, b.length);
  return Array.from(a, (value, index) => value - (b[index] ?? Number.NaN));
}

/** Logits may all be zero, where no ReLU is active. */
function closeToLargest(found: Numbers, expected: Numbers, what: string): void {
  const largest = Math.max(...Array.from(expected, Math.abs));
  within(largestDifference(found, expected), 1e-4 * largest, what);
}

/** A gradient this small beside the network's largest is a sum that cancels: what is left of it is rounding. */
const cancelled = 1e-6;

/** Loss, training logits and every gradient. */
export async function sameGradients({ compiled, eager }: NetworkPair, batch: Batch): Promise<void> {
  const [found, expected] = [await compiled.gradients(batch), await eager.gradients(batch)];
  within(Math.abs(found.loss - expected.loss) / expected.loss, 1e-5, 'loss');
  closeToLargest(found.logits, expected.logits, 'logits in training mode');
  assert.deepEqual([...found.gradients.keys()].sort(), [...expected.gradients.keys()].sort());
  const largest = Math.max(...[...expected.gradients.values()].map(norm));
  for (const [name, gradient] of expected.gradients) {
    const distance = norm(difference(existing(found.gradients.get(name)), gradient));
    within(distance, 1e-4 * norm(gradient) + cancelled * largest, `gradient of ${name} (‖g‖ = ${norm(gradient)})`);
  }
}

/** Losses and hits of a step a batch, and the live metrics of the first. */
export async function sameSteps(
  { compiled, eager }: NetworkPair,
  batches: readonly Batch[],
  learningRate: number,
): Promise<void> {
  for (const [index, batch] of batches.entries()) {
    const found = await compiled.step(batch, { learningRate, measure: true });
    const expected = await eager.step(batch, { learningRate, measure: index === 0 });
    within(Math.abs(found.loss - expected.loss) / expected.loss, 1e-4, `loss of step ${index + 1}`);
    assert.equal(found.correct, expected.correct);
    if (expected.live !== undefined) sameMeasurements(existing(found.live), expected.live);
  }
}

/** An update is measured on the parameters, which round it to their last digit: 2⁻²⁴ of themselves. */
const lastDigit = 1e-7;

export function sameMeasurements(found: StepMeasurements, expected: StepMeasurements): void {
  const largest = Math.max(...expected.gradientNorm);
  const floors: Readonly<Record<keyof StepMeasurements, number>> = {
    gradientNorm: cancelled * largest,
    updateRatio: lastDigit,
    branchRms: 0,
    shortcutRms: 0,
    reluZeros: 0,
  };
  for (const [key, floor] of Object.entries(floors) as [keyof StepMeasurements, number][]) {
    assert.equal(found[key].length, expected[key].length, key);
    expected[key].forEach((value, row) => sameNumber(found[key][row] ?? 0, value, { floor, what: `${key} ${row}` }));
  }
}

/** Within 1e-4, or NaN where NaN is expected. */
function sameNumber(
  found: number,
  expected: number,
  { floor, what }: { readonly floor: number; readonly what: string },
): void {
  if (Number.isNaN(expected)) assert.ok(Number.isNaN(found), `${what} is ${found}, not NaN`);
  else within(Math.abs(found - expected), 1e-4 * Math.abs(expected) + floor, `${what}, ${expected}`);
}

/** Every parameter, buffer and counter. */
export async function sameState({ compiled, eager }: NetworkPair, bound: number): Promise<void> {
  const [found, expected] = [await compiled.stateDict(), await eager.stateDict()];
  assert.deepEqual([...found.keys()].sort(), [...expected.keys()].sort());
  for (const [name, tensor] of expected) {
    const other = existing(found.get(name));
    assert.deepEqual([other.dtype, other.shape], [tensor.dtype, tensor.shape], name);
    if (tensor.dtype === 'F32') {
      const values = float32Of(tensor, name);
      const largest = Math.max(1, ...values.map(Math.abs));
      within(largestDifference(float32Of(other, name), values), bound * largest, name);
    } else assert.deepEqual(Buffer.from(other.bytes), Buffer.from(tensor.bytes), name);
  }
}

/** Logits, loss and hits in evaluation mode; a logit's error is the most that an image's loss can be wrong by. */
export async function sameEvaluation({ compiled, eager }: NetworkPair, batch: Batch): Promise<void> {
  const logits = await eager.logits(batch);
  closeToLargest(await compiled.logits(batch), logits, 'logits in evaluation mode');
  const [found, expected] = [await compiled.score(batch), await eager.score(batch)];
  const largest = Math.max(...logits.map(Math.abs));
  within(Math.abs(found.lossSum - expected.lossSum), 2e-4 * batch.count * Math.max(1, largest), 'loss in evaluation mode'); // prettier-ignore
  assert.equal(found.correct, expected.correct);
}
