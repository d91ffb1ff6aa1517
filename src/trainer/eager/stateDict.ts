import * as tf from '@tensorflow/tfjs';
import { toTensorFlow } from '../../formats/permuted';
import { elements, formatShape, isKind, type Architecture, type Layer, type Shape } from '../../model/layer';
import { tensorsOf, type TensorSpec } from '../../model/tensorRules';
import { UserError } from '../../protocol/userError';
import { float32Of, type TensorData, type TensorMap } from '../safetensors';

const toTheirs: Readonly<Record<number, readonly number[]>> = { 4: [3, 2, 0, 1], 2: [1, 0] };

/** A tensor in PyTorch's layout as one in ours. */
export function fromTorch(values: Float32Array, shape: Shape): tf.Tensor {
  return tf.tidy(() => tf.transpose(tf.tensor(values, [...shape]), [...(toTensorFlow[shape.length] ?? [0])]));
}

/** The values of a tensor of ours in PyTorch's layout. */
export async function toTorch(tensor: tf.Tensor): Promise<Float32Array> {
  const transposed = tf.tidy(() => tf.transpose(tensor, [...(toTheirs[tensor.rank] ?? [0])]));
  try {
    return new Float32Array(await transposed.data());
  } finally {
    transposed.dispose();
  }
}

/** The name of a batch norm's counter of batches, an int64 scalar in PyTorch's files. */
export function counterName(layer: Layer): string {
  return `${layer.name}.num_batches_tracked`;
}

/** All tensors of a network's `state_dict` but the counters, in its order. */
export function specsOf(architecture: Architecture): readonly TensorSpec[] {
  return architecture.layers.flatMap((layer) => tensorsOf(layer));
}

/** Layers that count batches. */
export function countersOf(architecture: Architecture): readonly Layer[] {
  return architecture.layers.filter((layer) => isKind(layer, 'batchNorm2d'));
}

/** The file's values by name, or one sentence naming the tensors that are missing, extra or of another shape. */
export function checkedStateDict(
  architecture: Architecture,
  tensors: TensorMap,
  file: string,
): ReadonlyMap<string, Float32Array> {
  checkTensors(architecture, tensors, file);
  return new Map(specsOf(architecture).map((spec) => [spec.name, valuesOf(spec, tensors, file)]));
}

/** Throws that sentence where names and shapes are not the network's. */
export function checkTensors(
  architecture: Architecture,
  tensors: ReadonlyMap<string, Pick<TensorData, 'shape'>>,
  file: string,
): void {
  const specs = specsOf(architecture);
  const counters = new Set(countersOf(architecture).map(counterName));
  const known = new Set(specs.map((spec) => spec.name));
  const faults = [
    listing(
      'missing',
      specs.filter((spec) => !tensors.has(spec.name)).map((spec) => spec.name),
    ),
    listing(
      'not part of the network',
      [...tensors.keys()].filter((name) => !known.has(name) && !counters.has(name)),
    ),
    listing(
      'of another shape',
      specs.flatMap((spec) => shapeFault(spec, tensors.get(spec.name))),
    ),
  ].filter((fault) => fault !== '');
  if (faults.length > 0)
    throw new UserError(
      `The weights in ${file} do not fit ${architecture.name} with ${architecture.classes} classes: ${faults.join('; ')}.`,
    );
}

function valuesOf(spec: TensorSpec, tensors: TensorMap, file: string): Float32Array {
  const tensor = tensors.get(spec.name);
  if (tensor === undefined) throw new UserError(`Tensor "${spec.name}" is missing from ${file}.`);
  return float32Of(tensor, `${spec.name} in ${file}`);
}

function shapeFault(spec: TensorSpec, tensor: Pick<TensorData, 'shape'> | undefined): string[] {
  if (tensor === undefined || sameShape(tensor.shape, spec.shape)) return [];
  return [`${spec.name} (${formatShape(tensor.shape)}, expected ${formatShape(spec.shape)})`];
}

function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && elements(a) === elements(b) && a.every((size, axis) => size === b[axis]);
}

/** At most five names, and how many more there are. */
function listing(what: string, names: readonly string[]): string {
  if (names.length === 0) return '';
  const more = names.length > 5 ? ` and ${names.length - 5} more` : '';
  return `${what}: ${names.slice(0, 5).join(', ')}${more}`;
}
