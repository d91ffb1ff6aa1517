import * as tf from '@tensorflow/tfjs';
import { Optimizer } from '../../src/trainer/eager/optimizer';
import { startEngine } from '../../src/trainer/engines/ladder';
import { trainerFolders } from '../../src/trainer/folders';
import type { EngineName } from '../../src/protocol/engine';
import { largestDifference, within } from './closeness';
import { openFixture, values } from './fixture';

const fixture = openFixture('cifar-a');
const rules = [
  { file: 'adam.plain', kind: 'adam', weightDecay: 0 },
  { file: 'adam.plain', kind: 'adamw', weightDecay: 0 },
  { file: 'adam.l2', kind: 'adam', weightDecay: 0.01 },
  { file: 'adam.decoupled', kind: 'adamw', weightDecay: 0.01 },
] as const;

for (const engine of ['tensorflow', 'wasm', 'cpu'] as const satisfies readonly EngineName[])
  describe(`the rules of Adam and AdamW on given gradients on ${engine}`, () => {
    before(() => startEngine(engine, trainerFolders()));

    for (const { file, kind, weightDecay } of rules)
      it(`${file} by ${kind}: three steps within 1e-6 of PyTorch`, async () => {
        const optimizer = new Optimizer({ kind, momentum: 0, weightDecay });
        const names = [...fixture.expected.keys()]
          .filter((key) => key.startsWith('grad.'))
          .map((key) => key.slice('grad.'.length));
        for (const name of names) {
          const value = tf.variable(tf.tensor1d(values(fixture.weights, name)));
          for (let step = 1; step <= 3; step++) {
            const given = values(fixture.expected, `adam.gradient.${step}.${name}`);
            tf.tidy(() =>
              value.assign(
                tf.sub(
                  value,
                  optimizer.update({ name, value, gradient: tf.tensor1d(given), step, learningRate: 0.001 }),
                ),
              ),
            );
            within(
              largestDifference(await value.data(), values(fixture.expected, `${file}.${step}.${name}`)),
              1e-6,
              `${name}, step ${step}`,
            );
          }
          value.dispose();
        }
        optimizer.dispose();
      });
  });
