import { defaultDecay } from '../optimizerDefaults';
import { networkChanges, networkOptionsOf } from '../networkOptions';
import { stepOfWord } from '../recipe';
import type { TrainOptions } from '../run';
import { given, type SpelledNetwork } from '../spelledNetwork';
import type { JsonPath } from './jsonText';
import type { NetworkFile } from './networkFileSchema';

/** Where a file is: what its network is called without a name of its own, and what its paths are from. */
export interface FilePlace {
  readonly name: string;
  /** A path as the file has it to one that any process understands. */
  readonly resolve: (path: string) => string;
}

/** Data that is known by a word; anything else is a folder. */
export const namedData: readonly string[] = ['auto', 'cifar10', 'embedded'];

/** A file's options as a run takes them. */
export function fileOptions({ network, data, training }: NetworkFile, place: FilePlace): TrainOptions {
  const { source, classes, ...images } = data;
  const { step, momentum, weightDecay, weights, ...how } = training;
  const usual = defaultDecay[training.optimizer];
  return {
    ...('preset' in network
      ? networkOptionsOf({ ...network, model: network.preset })
      : networkOptionsOf({ ...network, model: network.name ?? place.name, network: spelledOf(network) })),
    plain: network.plain ?? false,
    bias: network.bias ?? false,
    ...images,
    ...how,
    data: namedData.includes(source) ? source : place.resolve(source),
    classes: classes === 'all' ? undefined : classes,
    momentum: momentum ?? usual.momentum,
    weightDecay: weightDecay ?? usual.weightDecay,
    step: stepOfWord[step],
    weights: weights === undefined ? undefined : place.resolve(weights),
  };
}

type SpelledInFile = Exclude<NetworkFile['network'], { readonly preset: string }>;

function spelledOf({ block, stem, stages, ...network }: SpelledInFile): SpelledNetwork {
  const { stemWidth, stemInner, matching, strided, groups, widthPerGroup } = network;
  return { block, stem, stages, ...given({ stemWidth, stemInner, matching, strided, groups, widthPerGroup }) };
}

const networkKeys: readonly string[] = networkChanges;
const dataKeys: readonly string[] = ['classes', 'limitTrain', 'limitTest', 'randomCrop', 'randomHorizontalFlip'];

/** The property of a file that sets an option. */
export function pathOfOption(option: keyof TrainOptions): JsonPath {
  if (option === 'model') return ['network', 'preset'];
  if (option === 'network') return ['network'];
  if (option === 'data') return ['data', 'source'];
  if (networkKeys.includes(option)) return ['network', option];
  return [dataKeys.includes(option) ? 'data' : 'training', option];
}
