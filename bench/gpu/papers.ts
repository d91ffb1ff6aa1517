import { cifar10, runOurs } from '../exampleRun';
import { often, printTable, rounded } from '../measure';
import { engine } from './card';

/** Test accuracies of He et al. 2015, Table 6, which our own recipe is to reach. */
const goals = [
  { model: 'resnet20-cifar', accuracy: 0.9125 },
  { model: 'resnet56-cifar', accuracy: 0.9303 },
  { model: 'resnet110-cifar', accuracy: 0.9357 },
];

/** As long as the paper's 64,000 iterations, by its optimiser and augmentation; the rate falls by a cosine, after a warm-up. */
const recipe = [
  ...['--classes', 'all', '--batch-size', '128', '--epochs', String(often(164, 2)), '--seed', '0'],
  ...['--optimizer', 'sgd', '--lr', '0.1', '--momentum', '0.9', '--weight-decay', '0.0001'],
  ...['--lr-scheduler', 'cosine', '--lr-warmup-epochs', '1', '--random-crop', '4', '--random-horizontal-flip', '0.5'],
  ...(often(0, 1) === 0 ? [] : ['--limit-train', '512', '--limit-test', '512']),
];

/** CIFAR-10, ten classes, to the paper's accuracies, and how long it takes. */
export async function* reachPapers(): AsyncGenerator<object, void, undefined> {
  for (const { model, accuracy: goal } of goals) {
    const run = await runOurs([
      '--model',
      model,
      '--data',
      cifar10(),
      '--engine',
      engine,
      '--no-checkpoint',
      ...recipe,
    ]);
    const best = Math.max(...run.accuracies);
    const row = {
      ...{ model, goal, best, last: run.accuracies.at(-1) ?? Number.NaN },
      reached: best >= goal ? 'yes' : 'no',
      'first epoch there': run.accuracies.findIndex((accuracy) => accuracy >= goal) + 1,
      epochs: run.accuracies.length,
      seconds: rounded(run.seconds, 1),
    };
    printTable('CIFAR-10 to the paper’s accuracy', [row]);
    yield row;
  }
}
