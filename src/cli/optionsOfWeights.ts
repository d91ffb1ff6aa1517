import type { TrainerProcess } from '../client/trainerProcess';
import { checkTrainOptions } from '../protocol/checkTrainOptions';
import { embeddedClasses } from '../protocol/cifar10';
import type { TrainOptions } from '../protocol/run';
import { networkFlagsOf } from './networkFlags';
import { openAs } from './networkOfWeights';
import type { TrainFlags } from './trainOptions';

/** What a training was asked for. */
interface Asked {
  readonly options: TrainOptions;
  readonly flags: TrainFlags;
  /** The flags that were given, by name. */
  readonly given: readonly string[];
}

/** The same for the network and the classes that the weights are of, where no flag says otherwise. */
export async function optionsOfWeights(
  trainer: TrainerProcess,
  { options, flags, given }: Asked,
): Promise<TrainOptions> {
  const { network, classNames } = await openAs(trainer, { ...networkFlagsOf(flags), weights: options.weights ?? '' });
  const { plain = false, bias = false, ...named } = network.options;
  const usual = network.classes === embeddedClasses.length ? embeddedClasses : undefined; // all that the data has
  const classes = given.includes('classes') ? options.classes : (classNames ?? usual);
  const changed: TrainOptions = { ...options, ...named, plain, bias, classes };
  checkTrainOptions(changed);
  return changed;
}
