import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { buildArchitecture, checkEngine } from '../../protocol/checkTrainOptions';
import { mapsAtOnce, type FeatureMaps } from '../../protocol/pictures';
import type { FeatureMapRequest } from '../../protocol/trainerContract';
import { UserError } from '../../protocol/userError';
import { assembleBatch } from '../data/assembleBatch';
import { imageSize } from '../data/cifar10Layout';
import { defaultInput, preparedImages } from '../data/preparedImages';
import type { Split } from '../data/dataset';
import { layerOutput, type LayerOutput } from '../eager/layerOutput';
import { checkedStateDict } from '../eager/stateDict';
import { startEngine } from '../engines/ladder';
import type { TrainerFolders } from '../folders';
import { readSafetensors } from '../safetensors';
import { scaledBytes } from './scaledBytes';
import { testSplit } from '../testSplit';

/** What a layer of a trained network makes of a test image, some channels of it. */
export async function featureMaps(request: FeatureMapRequest, folders: TrainerFolders): Promise<FeatureMaps> {
  const { weights, network, logits, input, layer, from, engine } = request;
  checkEngine(engine);
  const architecture = buildArchitecture(network, logits, input);
  if (architecture.input[0] !== 3)
    throw new UserError(`${architecture.name} takes images of other channels than red, green and blue, which the data has.`); // prettier-ignore
  const values = checkedStateDict(architecture, await readSafetensors(weights), path.basename(weights));
  const { test } = await testSplit(request, folders);
  await startEngine(engine, folders);
  const image = imageTensor(test, request.image);
  try {
    const output = await layerOutput(architecture, values, { image, layer });
    const last = Math.min(output.channels, from + mapsAtOnce);
    const maps = Array.from({ length: Math.max(0, last - from) }, (_, index) => ({
      channel: from + index,
      ...scaledBytes(channelOf(output, from + index)),
    }));
    return { layer, shape: [output.channels, output.height, output.width], maps };
  } finally {
    image.dispose();
  }
}

/** [1, H, W, 3], normalised as for training. */
function imageTensor(test: Split, index: number): tf.Tensor4D {
  if (!Number.isInteger(index) || index < 0 || index >= test.count)
    throw new UserError(`There is no test image ${index}; they are numbered from 0 to ${test.count - 1}.`, 'usage');
  const batch = assembleBatch(test, Uint32Array.of(index));
  return tf.tensor4d(preparedImages(batch, [3, imageSize, imageSize], defaultInput), [1, imageSize, imageSize, 3]);
}

/** [height, width] of [height, width, channels]. */
function channelOf({ height, width, channels, values }: LayerOutput, channel: number): Float32Array {
  return Float32Array.from({ length: height * width }, (_, pixel) => values[pixel * channels + channel] ?? NaN);
}
