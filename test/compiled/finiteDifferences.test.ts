import assert from 'node:assert/strict';
import { analyze } from '../../src/model/analyze';
import { seededRandom } from '../../src/trainer/data/random';
import { startEngine } from '../../src/trainer/engines/ladder';
import { trainerFolders } from '../../src/trainer/folders';
import { initialValues } from '../../src/trainer/initialise';
import { within } from '../trainer/closeness';
import { Differentiable, type Values } from './differentiable';
import { dot, moved, randomDirection, unit } from './directions';
import { furtherNetworks, kindNetworks } from './kindNetworks';
import { randomBatch } from './randomBatch';

/** Moves the loss by some 1e-3, of which float32 keeps four digits, and hardly a value past a ReLU's or a maximum's edge. */
const step = 0.002;

/** Along the whole gradient, along each parameter's own, and along two random directions. */
function directionsFrom(gradients: Values): readonly Values[] {
  const random = seededRandom(3);
  const own = [...gradients].map(([name, gradient]) => unit(new Map([[name, gradient]])));
  return [unit(gradients), ...own, randomDirection(gradients, random), randomDirection(gradients, random)];
}

/** The furthest that a gradient's slopes are from the loss's own, in shares of what a slope in a random direction is like. */
function slopeError(network: Differentiable, values: Values, gradients: Values): number {
  const size = [...gradients.values()].reduce((sum, { length: count }) => sum + count, 0);
  const usual = Math.sqrt(dot(gradients, gradients) / size);
  const errors: number[] = [];
  for (const direction of directionsFrom(gradients)) {
    const after = network.at(moved(values, direction, step));
    const before = network.at(moved(values, direction, -step));
    const expected = dot(direction, gradients);
    errors.push(Math.abs((after.loss - before.loss) / (2 * step) - expected) / Math.max(Math.abs(expected), usual));
  }
  return Math.max(...errors);
}

for (const [kind, architecture] of Object.entries({ ...kindNetworks, ...furtherNetworks }))
  describe(`the gradient of a network with a layer of kind ${kind}`, function () {
    const values = initialValues(architecture, 5);
    let network: Differentiable;
    let gradients: Values;

    before(async () => {
      await startEngine('tensorflow', trainerFolders());
      assert.deepEqual(analyze(architecture).problems, []);
      network = await Differentiable.open(architecture, randomBatch(architecture, 4, 9));
      gradients = network.at(values).gradients;
    });
    after(() => network.dispose());

    it('is the slope of its loss', () => {
      within(slopeError(network, values, gradients), 0.01, 'slope');
    });

    it('would not be if one of its rows were a tenth too long', () => {
      const whole = dot(gradients, gradients);
      for (const [name, gradient] of gradients) {
        if (dot(new Map([[name, gradient]]), gradients) < 1e-8 * whole) continue; // of a bias before a batch norm
        const spoilt = new Map(gradients).set(name, gradient.map((value) => 1.1 * value)); // prettier-ignore
        assert.ok(slopeError(network, values, spoilt) > 0.03, name);
      }
    });
  });
