import * as tf from '@tensorflow/tfjs';
import type { TensorSpec } from '../../model/tensorRules';
import { notFiniteLoss, type NotFiniteLoss } from '../notFiniteLoss';
import type { BatchStatistics } from './forward';
import { sumOfSquares } from './measure';
import { fromTorch } from './stateDict';

/** A trained tensor under torchvision's name. */
export interface Parameter {
  readonly name: string;
  readonly variable: tf.Variable;
}

/** A tensor of the network in the trainer's layout, from its value in PyTorch's. */
export function variableOf(spec: TensorSpec, values: ReadonlyMap<string, Float32Array>): tf.Variable {
  const value = values.get(spec.name);
  if (value === undefined) throw new RangeError(`No value was given for ${spec.name}.`);
  const tensor = fromTorch(value, spec.shape);
  const variable = tf.variable(tensor, spec.role === 'parameter');
  tensor.dispose();
  return variable;
}

/** One of a network's tensors by its name. */
export function tensorNamed(name: string, tensors: ReadonlyMap<string, tf.Variable>): tf.Variable {
  const found = tensors.get(name);
  if (found === undefined) throw new RangeError(`The network has no tensor ${name}.`);
  return found;
}

export function gradientOf(variable: tf.Variable, grads: tf.NamedTensorMap): tf.Tensor {
  return grads[variable.name] ?? tf.zerosLike(variable);
}

/** What a step leaves that may not be numbers. */
interface StepNumbers {
  readonly loss: number;
  readonly grads: tf.NamedTensorMap;
  readonly statistics: readonly BatchStatistics[];
}

/** What is told of a loss that is no number. */
export async function notFinite(
  { loss, grads, statistics }: StepNumbers,
  parameters: readonly Parameter[],
): Promise<NotFiniteLoss> {
  return notFiniteLoss(loss, {
    gradient: await firstNotFinite([...parameters].reverse(), grads),
    statistics: await firstUnsound(statistics),
  });
}

async function firstNotFinite(parameters: readonly Parameter[], grads: tf.NamedTensorMap): Promise<string | undefined> {
  for (const { name, variable } of parameters) if (!(await isFinite(gradientOf(variable, grads)))) return name;
  return undefined;
}

async function firstUnsound(statistics: readonly BatchStatistics[]): Promise<string | undefined> {
  for (const { layer, mean, variance } of statistics)
    if (!(await isFinite(mean)) || !(await isFinite(variance))) return `${layer.name}.running_mean`;
  return undefined;
}

async function isFinite(tensor: tf.Tensor): Promise<boolean> {
  const sum = tf.tidy(() => sumOfSquares(tensor));
  const [value] = await sum.data();
  sum.dispose();
  return Number.isFinite(value);
}
