import type { TrainerProcess } from '../client/trainerProcess';
import { checkTrainOptions } from '../protocol/checkTrainOptions';
import { embeddedClasses, expectedClasses } from '../protocol/cifar10';
import { exact } from '../protocol/format';
import { namedData } from '../protocol/networkFile/fileOptions';
import type { TrainOptions } from '../protocol/run';
import { UserError } from '../protocol/userError';
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
  const isFree = given.includes('classes') || options.newHead === true;
  const classes = isFree ? options.classes : (classNames ?? usual);
  const changed: TrainOptions = { ...options, ...named, plain, bias, classes };
  checkTrainOptions(changed);
  if (changed.newHead !== true) checkClasses(changed, network.classes);
  return changed;
}

/** Data in a folder may have any classes. */
function checkClasses(options: TrainOptions, classes: number): void {
  const expected =
    options.classes === undefined && !namedData.includes(options.data) ? classes : expectedClasses(options);
  if (expected !== classes)
    throw new UserError(
      `The weights tell ${exact(classes)} classes apart, and the data is of ${expected}: give --new-head to start the last layer anew, or other --classes.`,
      'usage',
    );
}
