import * as tf from '@tensorflow/tfjs';
import type { EngineName } from '../../src/protocol/engine';
import { crossEntropy } from '../../src/trainer/eager/crossEntropy';
import { startEngine } from '../../src/trainer/engines/ladder';
import { trainerFolders } from '../../src/trainer/folders';
import { within } from './closeness';

const logits = [
  [2, -1, 0.5],
  [0.25, 0.75, -3],
];
const labels = [0, 2];

/** (1 − ε) · −log p[label] + ε / K · Σ −log p, the formula in PyTorch's documentation of CrossEntropyLoss. */
function expected(smoothing: number): number {
  const losses = logits.map((row, index) => {
    const total = Math.log(row.reduce((sum, value) => sum + Math.exp(value), 0));
    const surprises = row.map((value) => total - value);
    const spread = surprises.reduce((sum, value) => sum + value, 0) / row.length;
    return (1 - smoothing) * (surprises[labels[index] ?? 0] ?? NaN) + smoothing * spread;
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

for (const engine of ['tensorflow', 'wasm', 'cpu'] as const satisfies readonly EngineName[])
  describe(`cross-entropy on ${engine}`, () => {
    before(() => startEngine(engine, trainerFolders()));

    for (const smoothing of [0, 0.1, 0.9])
      it(`with label smoothing ${smoothing}`, async () => {
        const loss = tf.tidy(() => crossEntropy(tf.tensor2d(logits), tf.tensor1d(labels, 'int32'), smoothing));
        const [value = NaN] = await loss.data();
        loss.dispose();
        within(Math.abs(value - expected(smoothing)) / expected(smoothing), 1e-6, 'loss');
      });

    it('has the gradient (softmax − target) / N', async () => {
      const slopes = tf.tidy(() =>
        tf.grad((x) => crossEntropy(x as tf.Tensor2D, tf.tensor1d(labels, 'int32'), 0.1))(tf.tensor2d(logits)),
      );
      const found = await slopes.data();
      slopes.dispose();
      logits.forEach((row, index) => {
        const total = row.reduce((sum, value) => sum + Math.exp(value), 0);
        row.forEach((value, column) => {
          const target = (column === labels[index] ? 0.9 : 0) + 0.1 / 3;
          const slope = (Math.exp(value) / total - target) / 2;
          within(Math.abs((found[index * 3 + column] ?? NaN) - slope), 1e-6, `${index}, ${column}`);
        });
      });
    });
  });
