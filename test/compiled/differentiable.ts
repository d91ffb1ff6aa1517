import * as tf from '@tensorflow/tfjs';
import type { Architecture } from '../../src/model/layer';
import type { TensorSpec } from '../../src/model/tensorRules';
import { GraphSession } from '../../src/trainer/compiled/graphSession';
import type { Batch } from '../../src/trainer/data/assembleBatch';
import { specsOf } from '../../src/trainer/eager/stateDict';
import { existing } from '../trainer/tensorSamples';
import { writtenGraph } from './writtenGraph';

/** A value of every tensor of a network by name, in PyTorch's layouts. */
export type Values = ReadonlyMap<string, Float32Array>;

/** The loss of a compiled network on one batch as a function of its parameters; `dispose` frees its memory. */
export class Differentiable {
  private constructor(
    private readonly session: GraphSession,
    private readonly specs: readonly TensorSpec[],
    private readonly inputs: tf.NamedTensorMap,
  ) {}

  static async open(architecture: Architecture, { images, labels, count }: Batch): Promise<Differentiable> {
    const graph = writtenGraph(architecture);
    const session = await GraphSession.open(graph, []);
    const { keys } = existing(graph.signatures['gradients_images']).inputs;
    const [channels = 0, height = 0, width = 0] = architecture.input;
    return new Differentiable(session, specsOf(architecture), {
      images: tf.tensor4d(Float32Array.from(images), [count, height, width, channels]),
      labels: tf.tensor1d(labels, 'int32'),
      ...(keys === undefined ? {} : { keys: tf.range(0, existing(keys.shape[0]), 1, 'int32') }),
    });
  }

  /** Of the parameters alone, in the network's order. */
  get parameters(): readonly string[] {
    return this.specs.filter(({ role }) => role === 'parameter').map(({ name }) => name);
  }

  at(values: Values): { readonly loss: number; readonly gradients: Values } {
    const given = this.specs.map(
      ({ name, shape }) => [name, tf.tensor(existing(values.get(name)), [...shape])] as const,
    );
    this.#run('write', Object.fromEntries(given));
    tf.dispose(given.map(([, tensor]) => tensor));
    const outputs = this.#run('gradients_images', this.inputs);
    const gradients = this.parameters.map((name) => [name, existing(outputs[name])] as const);
    return { loss: existing(outputs['loss']?.[0]), gradients: new Map(gradients) };
  }

  dispose(): void {
    tf.dispose(this.inputs);
    this.session.dispose();
  }

  #run(signature: string, inputs: tf.NamedTensorMap): Readonly<Record<string, Float32Array>> {
    const outputs = this.session.run(signature, inputs);
    const read = Object.entries(outputs).map(([name, tensor]) => [name, tensor.dataSync<'float32'>()] as const);
    tf.dispose(outputs);
    return Object.fromEntries(read);
  }
}
