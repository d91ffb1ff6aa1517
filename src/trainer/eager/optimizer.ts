import * as tf from '@tensorflow/tfjs';
import type { OptimizerName } from '../../protocol/recipe';
import { Slots } from './slots';

/** What the update rules are made of. */
export interface OptimizerOptions {
  readonly kind: OptimizerName;
  readonly momentum: number;
  /** λ of an L2 penalty: λ·w is added to the gradient. AdamW's decay: a step takes α·λ·w off w. */
  readonly weightDecay: number;
}

/** One tensor's part in a step: which it is, its value, its gradient, and the step's number from 1. */
export interface UpdateCall {
  readonly name: string;
  readonly value: tf.Tensor;
  readonly gradient: tf.Tensor;
  readonly step: number;
  readonly learningRate: number;
}

type Rule = (call: UpdateCall, slots: Slots, options: OptimizerOptions) => tf.Tensor;

const beta1 = 0.9;
const beta2 = 0.999;
const epsilon = 1e-8;

const rules: Readonly<Record<OptimizerName, Rule>> = {
  adam: (call, slots, options) => adam(penalised(call, options), slots),
  /** torch.optim.AdamW: the decay stays out of the moments (Loshchilov and Hutter 2019, algorithm 2). */
  adamw: (call, slots, { weightDecay }) =>
    weightDecay === 0
      ? adam(call, slots)
      : tf.add(adam(call, slots), tf.mul(call.value, call.learningRate * weightDecay)),
  /** torch.optim.SGD: the buffer b ← μ·b + g starts as the first gradient; no dampening, no Nesterov. */
  sgd: (call, slots, options) => {
    const { name, gradient, learningRate } = penalised(call, options);
    const { momentum } = options;
    if (momentum === 0) return tf.mul(gradient, learningRate);
    const buffer = slots.update(`momentum_buffer.${name}`, gradient, (old) => tf.add(tf.mul(old, momentum), gradient));
    return tf.mul(buffer, learningRate);
  },
};

/** torch.optim.Adam: α·m̂ / (√v̂ + ε), ε added outside of the bias correction of v (Kingma and Ba 2015, algorithm 1). */
function adam({ name, gradient, step, learningRate }: UpdateCall, slots: Slots): tf.Tensor {
  const m = slots.update(`exp_avg.${name}`, gradient, (old) => tf.add(tf.mul(old, beta1), tf.mul(gradient, 1 - beta1)));
  const squared = tf.mul(tf.square(gradient), 1 - beta2);
  const v = slots.update(`exp_avg_sq.${name}`, gradient, (old) => tf.add(tf.mul(old, beta2), squared));
  const correction1 = 1 - beta1 ** step;
  const correction2 = Math.sqrt(1 - beta2 ** step);
  // (√v / c₂ + ε) with both sides times c₂: one pass over the tensor less
  const denominator = tf.add(tf.sqrt(v), epsilon * correction2);
  return tf.div(tf.mul(m, (learningRate * correction2) / correction1), denominator);
}

/** The gradient of the loss with the L2 penalty. */
function penalised(call: UpdateCall, { weightDecay }: OptimizerOptions): UpdateCall {
  if (weightDecay === 0) return call;
  return { ...call, gradient: tf.add(call.gradient, tf.mul(call.value, weightDecay)) };
}

const adamSlots = ['exp_avg', 'exp_avg_sq'];

/** The slots that each parameter has, by PyTorch's names: `SLOT.PARAMETER` is where one is kept. */
export function slotNames({ kind, momentum }: OptimizerOptions): readonly string[] {
  if (kind !== 'sgd') return adamSlots;
  return momentum === 0 ? [] : ['momentum_buffer'];
}

/** PyTorch's update rules: gives what to subtract from a tensor. Call within a tidy; `dispose` frees the slots. */
export class Optimizer {
  readonly slots = new Slots();

  constructor(readonly options: OptimizerOptions) {}

  update(call: UpdateCall): tf.Tensor {
    return rules[this.options.kind](call, this.slots, this.options);
  }

  dispose(): void {
    this.slots.dispose();
  }
}
