import * as tf from '@tensorflow/tfjs';
import type { TensorSpec } from '../../model/tensorRules';
import type { UserError } from '../../protocol/userError';
import { notFiniteLoss } from '../notFiniteLoss';
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

export function gradientOf(variable: tf.Variable, grads: tf.NamedTensorMap): tf.Tensor {
  return grads[variable.name] ?? tf.zerosLike(variable);
}

/** What is told of a loss that is no number: the first layer, in the network's order, whose gradient was not finite. */
export async function notFinite(
  loss: number,
  parameters: readonly Parameter[],
  grads: tf.NamedTensorMap,
): Promise<UserError> {
  return notFiniteLoss(loss, { gradient: await firstNotFinite(parameters, grads) });
}

async function firstNotFinite(parameters: readonly Parameter[], grads: tf.NamedTensorMap): Promise<string | undefined> {
  for (const { name, variable } of parameters) {
    const sum = tf.tidy(() => sumOfSquares(gradientOf(variable, grads)));
    const [value] = await sum.data();
    sum.dispose();
    if (!Number.isFinite(value)) return name;
  }
  return undefined;
}
