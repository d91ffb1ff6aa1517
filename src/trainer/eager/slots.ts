import * as tf from '@tensorflow/tfjs';

/** What an optimiser remembers of each tensor, by name; it lives as long as the optimiser does. */
export class Slots {
  readonly #slots = new Map<string, tf.Variable>();

  /** Puts `next(old)` in the slot and gives it; `old` is zero at first. */
  update(name: string, like: tf.Tensor, next: (old: tf.Tensor) => tf.Tensor): tf.Tensor {
    const slot = this.#slots.get(name) ?? this.set(name, tf.zerosLike(like));
    slot.assign(next(slot));
    return slot;
  }

  /** Begins a slot with a tensor's value; the tensor stays its giver's. */
  set(name: string, value: tf.Tensor): tf.Variable {
    const slot = tf.variable(value, false);
    this.#slots.get(name)?.dispose();
    this.#slots.set(name, slot);
    return slot;
  }

  /** Nothing before the slot's first update. */
  get(name: string): tf.Tensor | undefined {
    return this.#slots.get(name);
  }

  dispose(): void {
    for (const slot of this.#slots.values()) slot.dispose();
    this.#slots.clear();
  }
}
