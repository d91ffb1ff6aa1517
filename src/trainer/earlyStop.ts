import type { Recipe } from '../protocol/recipe';
import type { EpochResult } from '../protocol/run';

/** What each metric has to bring down, and what is said when it does not. */
const watched: Readonly<
  Record<Recipe['earlyStoppingMetric'], { readonly said: string; readonly cost: (epoch: EpochResult) => number }>
> = {
  loss: { said: 'The test loss has not fallen', cost: ({ testLoss }) => testLoss },
  accuracy: { said: 'The test accuracy has not risen', cost: ({ testAccuracy }) => -testAccuracy },
};

/** Why a run ends early after these epochs, in a sentence; nothing where it goes on. A result that is not finite is no better. */
export function earlyStop(
  epochs: readonly EpochResult[],
  { earlyStopping, earlyStoppingMetric }: Pick<Recipe, 'earlyStopping' | 'earlyStoppingMetric'>,
): string | undefined {
  const { said, cost } = watched[earlyStoppingMetric];
  let [best, lowest] = [0, Number.POSITIVE_INFINITY];
  epochs.map(cost).forEach((each, index) => {
    if (each < lowest) [best, lowest] = [index, each];
  });
  const without = epochs.length - 1 - best;
  if (earlyStopping === 0 || without < earlyStopping) return undefined;
  return `${said} for ${without} ${without === 1 ? 'epoch' : 'epochs'}.`;
}
