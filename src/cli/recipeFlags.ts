import type { Command } from 'commander';
import { plainRecipe } from '../protocol/recipe';
import { readNumber } from './readOptions';

/** The recipe's flags, named as in torchvision's reference script; none of them does anything by default. */
export function addRecipeFlags(command: Command): Command {
  return command
    .option('--lr-scheduler <name>', 'learning rate: constant, step or cosine', plainRecipe.lrScheduler)
    .option('--lr-step-size <N>', 'epochs from drop to drop of the step scheduler', readNumber, plainRecipe.lrStepSize)
    .option('--lr-gamma <γ>', 'what each drop multiplies the learning rate by', readNumber, plainRecipe.lrGamma)
    .option('--lr-warmup-epochs <N>', 'epochs of linear warm-up', readNumber, plainRecipe.lrWarmupEpochs)
    .option('--lr-warmup-decay <d>', 'part of the rate that warm-up begins with', readNumber, plainRecipe.lrWarmupDecay)
    .option('--label-smoothing <ε>', 'of the training loss', readNumber, plainRecipe.labelSmoothing)
    .option('--random-crop <padding>', 'cut training images out of zero padding', readNumber, plainRecipe.randomCrop)
    .option(
      '--random-horizontal-flip <p>',
      'probability of mirroring a training image',
      readNumber,
      plainRecipe.randomHorizontalFlip,
    )
    .option(
      '--precision <kind>',
      'of the layers in training: float32, or bfloat16 or float16 (mixed)',
      plainRecipe.precision,
    )
    .option(
      '--early-stopping <N>',
      'end after N epochs in a row without a better test result (default: never)',
      readNumber,
      plainRecipe.earlyStopping,
    )
    .option('--early-stopping-metric <loss|accuracy>', 'of the test', plainRecipe.earlyStoppingMetric);
}
