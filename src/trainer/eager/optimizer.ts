import * as tf from '@tensorflow/tfjs';

/** What the update rules are made of. */
export interface OptimizerOptions {
  readonly kind: 'adam' | 'sgd';
  readonly momentum: number;
  /** λ of an L2 penalty: λ·w is added to the gradient. */
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

/** Slots of one optimiser by tensor name; they live as long as it does. */
class Slots {
  readonly #slots = new Map<string, tf.Variable>();

  /** Puts `next(old)` in the slot and gives it; `old` is zero at first. */
  update(name: string, like: tf.Tensor, next: (old: tf.Tensor) => tf.Tensor): tf.Tensor {
    const slot = this.#slots.get(name) ?? tf.variable(tf.zerosLike(like), false);
    this.#slots.set(name, slot);
    slot.assign(next(slot));
    return slot;
  }

  dispose(): void {
    for (const slot of this.#slots.values()) slot.dispose();
    this.#slots.clear();
  }
}

type Rule = (call: UpdateCall, slots: Slots, options: OptimizerOptions) => tf.Tensor;

const beta1 = 0.9;
const beta2 = 0.999;
const epsilon = 1e-8;

const rules: Readonly<Record<OptimizerOptions['kind'], Rule>> = {
  /** torch.optim.Adam: α·m̂ / (√v̂ + ε), ε added outside of the bias correction of v (Kingma and Ba 2015, algorithm 1). */
  adam: ({ name, gradient, step, learningRate }, slots) => {
    const m = slots.update(`${name}/m`, gradient, (old) => tf.add(tf.mul(old, beta1), tf.mul(gradient, 1 - beta1)));
    const squared = tf.mul(tf.square(gradient), 1 - beta2);
    const v = slots.update(`${name}/v`, gradient, (old) => tf.add(tf.mul(old, beta2), squared));
    const correction1 = 1 - beta1 ** step;
    const correction2 = Math.sqrt(1 - beta2 ** step);
    // (√v / c₂ + ε) with both sides times c₂: one pass over the tensor less
    const denominator = tf.add(tf.sqrt(v), epsilon * correction2);
    return tf.div(tf.mul(m, (learningRate * correction2) / correction1), denominator);
  },
  /** torch.optim.SGD: the buffer b ← μ·b + g starts as the first gradient; no dampening, no Nesterov. */
  sgd: ({ name, gradient, learningRate }, slots, { momentum }) => {
    if (momentum === 0) return tf.mul(gradient, learningRate);
    const buffer = slots.update(`${name}/momentum`, gradient, (old) => tf.add(tf.mul(old, momentum), gradient));
    return tf.mul(buffer, learningRate);
  },
};

/** PyTorch's update rules: gives what to subtract from a tensor. Call within a tidy; `dispose` frees the slots. */
export class Optimizer {
  readonly #slots = new Slots();

  constructor(private readonly options: OptimizerOptions) {}

  update(call: UpdateCall): tf.Tensor {
    const { weightDecay, kind } = this.options;
    const gradient = weightDecay === 0 ? call.gradient : tf.add(call.gradient, tf.mul(call.value, weightDecay));
    return rules[kind]({ ...call, gradient }, this.#slots, this.options);
  }

  dispose(): void {
    this.#slots.dispose();
  }
}
