import * as tf from '@tensorflow/tfjs';
import { elements, formatShape } from '../../model/layer';
import type { TensorSpec } from '../../model/tensorRules';
import { UserError } from '../../protocol/userError';
import { int64Scalar, readInt64Scalar } from '../int64Scalar';
import { float32Of, type TensorData, type TensorMap } from '../safetensors';
import { slotNames, type Optimizer } from './optimizer';
import { fromTorch, toTorch } from './stateDict';

/** The tensor of a state that counts the steps made, an int64 scalar. */
const counter = 'step';

/** An optimiser's slots as `SLOT.PARAMETER` in PyTorch's layouts, zeros where no step was made, and how many steps were made. */
export async function savedOptimizer(
  { slots, options }: Optimizer,
  parameters: readonly TensorSpec[],
  steps: number,
): Promise<TensorMap> {
  const state = new Map<string, TensorData>([[counter, int64Scalar(steps)]]);
  for (const slot of slotNames(options))
    for (const { name, shape } of parameters) {
      const tensor = slots.get(`${slot}.${name}`);
      const values = tensor === undefined ? new Float32Array(elements(shape)) : await toTorch(tensor);
      state.set(`${slot}.${name}`, { dtype: 'F32', shape, bytes: new Uint8Array(values.buffer) });
    }
  return state;
}

/** Fills an optimiser's slots from what was saved and gives the steps made; a sentence where it does not fit. */
export function restoreOptimizer(
  { slots, options }: Optimizer,
  parameters: readonly TensorSpec[],
  state: TensorMap,
): number {
  const values = slotNames(options).flatMap((slot) =>
    parameters.map((spec) => [`${slot}.${spec.name}`, spec, slotValues(`${slot}.${spec.name}`, spec, state)] as const),
  );
  const steps = stepsOf(state);
  for (const [name, { shape }, floats] of values)
    tf.tidy(() => {
      slots.set(name, fromTorch(floats, shape));
    });
  return steps;
}

/** A slot's values in a saved state, or a sentence where they do not fit. */
export function slotValues(name: string, { shape }: TensorSpec, state: TensorMap): Float32Array {
  const tensor = state.get(name);
  if (tensor === undefined) throw new UserError(`The state of the optimizer lacks "${name}".`);
  if (formatShape(tensor.shape) !== formatShape(shape))
    throw new UserError(
      `"${name}" in the state of the optimizer is ${formatShape(tensor.shape)}, but ${formatShape(shape)} was expected.`,
    );
  return float32Of(tensor, name);
}

/** The steps made until a state was saved. */
export function stepsOf(state: TensorMap): number {
  const steps = readInt64Scalar(state.get(counter));
  if (steps === undefined) throw new UserError(`The state of the optimizer lacks the number of steps, "${counter}".`);
  return steps;
}
