import assert from 'node:assert/strict';
import { checkedStateDict } from '../../src/trainer/eager/stateDict';
import { openFixture, values, type Fixture } from '../trainer/fixture';
import { existing } from '../trainer/tensorSamples';

/** A fixture's network as exporters take it. */
export function exportable(name: string): Fixture & { readonly valuesOf: (name: string) => Float32Array } {
  const fixture = openFixture(name);
  const tensors = checkedStateDict(fixture.architecture, fixture.weights, name);
  return { ...fixture, valuesOf: (tensor) => existing(tensors.get(tensor)) };
}

/** Holds logits to those of PyTorch, to 1e-4 of the largest. */
export function isPyTorchs({ expected }: Fixture, found: ArrayLike<number>): void {
  const wanted = values(expected, 'logits_eval');
  const largest = Math.max(1, ...wanted.map(Math.abs));
  assert.equal(found.length, wanted.length);
  wanted.forEach((value, index) => {
    assert.ok(Math.abs((found[index] ?? Number.NaN) - value) <= 1e-4 * largest, `${found[index] ?? ''} for ${value}`);
  });
}
