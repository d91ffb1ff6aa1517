import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { preset } from '../../src/model/presets';
import { counterName, countersOf, specsOf } from '../../src/trainer/eager/stateDict';

type Row = readonly [dtype: string, shape: readonly number[]];

interface Reference {
  readonly classes: number;
  readonly stateDict: Readonly<Record<string, Row>>;
}

const reference = JSON.parse(readFileSync('test/fixtures/resnet34-cifar2.json', 'utf8')) as Readonly<
  Record<string, Reference>
>;

describe('tensors against torchvision’s own state_dict', () => {
  it('has three networks to compare with', () => {
    assert.deepEqual(Object.keys(reference).sort(), ['resnet18', 'resnet34', 'resnet50']);
  });

  for (const [name, { classes, stateDict }] of Object.entries(reference))
    describe(`${name}, ${classes} classes`, () => {
      const architecture = preset(name, { classes });
      assert.ok(architecture);

      it('names, types and shapes', () => {
        const tensors = specsOf(architecture).map((spec): [string, Row] => [spec.name, ['F32', spec.shape]]);
        const counters = countersOf(architecture).map((layer): [string, Row] => [counterName(layer), ['I64', []]]);
        assert.equal(tensors.length + counters.length, Object.keys(stateDict).length);
        assert.deepEqual(Object.fromEntries([...tensors, ...counters]), stateDict);
      });

      it('in its order', () => {
        const names = Object.keys(stateDict);
        const isCounter = (tensor: string): boolean => tensor.endsWith('.num_batches_tracked');
        assert.deepEqual(
          specsOf(architecture).map((spec) => spec.name),
          names.filter((tensor) => !isCounter(tensor)),
        );
        assert.deepEqual(countersOf(architecture).map(counterName), names.filter(isCounter));
      });
    });
});
