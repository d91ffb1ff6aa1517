import * as tf from '@tensorflow/tfjs';
import type { Architecture } from '../../model/layer';
import { UserError } from '../../protocol/userError';
import { forward } from './forward';
import { tensorNamed, variableOf } from './parameter';
import { specsOf } from './stateDict';

/** A layer's output for one image, [height, width, channels]. */
export interface LayerOutput {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly values: Float32Array;
}

/** Runs an image, [1, H, W, C], as far as a layer, with running statistics; scales it to the network's input first. */
export async function layerOutput(
  whole: Architecture,
  values: ReadonlyMap<string, Float32Array>,
  { image, layer }: { readonly image: tf.Tensor4D; readonly layer: string },
): Promise<LayerOutput> {
  const architecture = upTo(whole, layer);
  const tensors = new Map(specsOf(architecture).map((spec) => [spec.name, variableOf(spec, values)]));
  const tensor = (name: string): tf.Tensor => tensorNamed(name, tensors);
  const output: tf.Tensor = tf.tidy(() =>
    forward(architecture, fitted(image, architecture), { tensor, training: undefined }),
  );
  try {
    const [, height = 0, width = 0, channels] = output.shape;
    if (channels === undefined)
      throw new UserError(`Layer "${layer}" gives no maps but single values; choose one before the classifier.`);
    return { height, width, channels, values: new Float32Array(await output.data()) };
  } finally {
    tf.dispose([output, ...tensors.values()]);
  }
}

/** The network that ends with a layer. */
function upTo(architecture: Architecture, layer: string): Architecture {
  const at = architecture.layers.findIndex(({ name }) => name === layer);
  if (at < 0) throw new UserError(`${architecture.name} has no layer "${layer}".`, 'usage');
  return { ...architecture, layers: architecture.layers.slice(0, at + 1) };
}

function fitted(image: tf.Tensor4D, { input: [, height = 0, width = 0] }: Architecture): tf.Tensor4D {
  const [, rows, columns] = image.shape;
  return rows === height && columns === width ? image : tf.image.resizeBilinear(image, [height, width]);
}
