import * as tf from '@tensorflow/tfjs';
import type { Architecture } from '../../src/model/layer';
import type { TensorSpec } from '../../src/model/tensorRules';
import type { ParameterGradient } from '../../src/trainer/compiled/backwardPass';
import { writeGate } from '../../src/trainer/compiled/gate';
import { writeHealth } from '../../src/trainer/compiled/health';
import { GraphBuilder, type SignatureTensor } from '../../src/trainer/compiled/graph/graphBuilder';
import { scalar } from '../../src/trainer/compiled/graph/operations';
import { GraphSession } from '../../src/trainer/compiled/graphSession';
import type { NetworkGraph } from '../../src/trainer/compiled/networkGraph';
import { networkTensors, planConvolutions } from '../../src/trainer/compiled/networkTensors';
import { Slots } from '../../src/trainer/compiled/slots';
import { stateSignatures } from '../../src/trainer/compiled/stateSignatures';
import { stepRates } from '../../src/trainer/compiled/updateRows';
import { writeUpdates } from '../../src/trainer/compiled/updates';
import type { OptimizerOptions } from '../../src/trainer/eager/optimizer';
import { specsOf } from '../../src/trainer/eager/stateDict';
import { existing } from '../trainer/tensorSamples';
import type { Values } from './differentiable';

/** An optimiser's part of a network's graph, on gradients that are given; `dispose` frees its memory. */
export class UpdateRules {
  #steps = 0;

  private constructor(
    private readonly session: GraphSession,
    private readonly specs: readonly TensorSpec[],
    private readonly optimizer: OptimizerOptions,
  ) {}

  /** Starts from a value of every parameter and buffer. */
  static async open(architecture: Architecture, optimizer: OptimizerOptions, values: Values): Promise<UpdateRules> {
    const session = await GraphSession.open(writeRules(architecture, optimizer), []);
    const rules = new UpdateRules(session, specsOf(architecture), optimizer);
    rules.#run('init', rules.#tensors(values, ''));
    return rules;
  }

  /** One step with a gradient of every parameter. */
  step(gradients: Values, learningRate: number): void {
    this.#steps++;
    const [stepSize = 0, epsilon = 0, decay = 0] = stepRates(this.optimizer, this.#steps, learningRate);
    const rates = { stepSize: tf.scalar(stepSize), epsilon: tf.scalar(epsilon), decay: tf.scalar(decay) };
    this.#run('update', { ...this.#tensors(gradients, 'gradient.'), ...rates });
  }

  values(): Values {
    return new Map(Object.entries(this.#run('read', {})));
  }

  dispose(): void {
    this.session.dispose();
  }

  #tensors(values: Values, prefix: string): tf.NamedTensorMap {
    const given = this.specs.filter(({ name }) => values.has(name));
    return Object.fromEntries(
      given.map(({ name, shape }) => [`${prefix}${name}`, tf.tensor(existing(values.get(name)), [...shape])]),
    );
  }

  #run(signature: string, inputs: tf.NamedTensorMap): Readonly<Record<string, Float32Array>> {
    const outputs = this.session.run(signature, inputs);
    const read = Object.entries(outputs).map(([name, tensor]) => [name, tensor.dataSync<'float32'>()] as const);
    tf.dispose([...Object.values(inputs), ...Object.values(outputs)]);
    return Object.fromEntries(read);
  }
}

function writeRules(architecture: Architecture, options: OptimizerOptions): NetworkGraph {
  const graph = new GraphBuilder();
  const tensors = networkTensors(graph, architecture, {
    plans: planConvolutions(architecture, { batchSize: 64 }),
    decays: options.weightDecay !== 0,
  });
  const slots = new Slots(graph, options);
  const fed: Record<string, SignatureTensor> = {};
  const feed = (name: string, shape: readonly number[]): SignatureTensor =>
    (fed[name] = { tensor: graph.placeholder(name, 'float', shape), dtype: 'float', shape });
  const gradients = new Map<string, ParameterGradient>();
  for (const [name, { stored }] of tensors) {
    if (stored.spec.role !== 'parameter') continue;
    const [gradient] = stored.fromTorch(graph, feed(`gradient.${name}`, stored.spec.shape).tensor);
    gradients.set(name, { gradient: existing(gradient), readers: [] });
  }
  const rates = { stepSize: feed('stepSize', []).tensor, epsilon: feed('epsilon', []).tensor, decay: feed('decay', []).tensor }; // prettier-ignore
  const gate = writeGate(graph, writeHealth(graph, { loss: scalar(graph, 0), statistics: [], gradients: [] }).finite);
  const effects = writeUpdates({ graph, tensors, slots, gradients, gate, rates, options }).flatMap((update) => update.effects.flat()); // prettier-ignore
  const done = gate.after(scalar(graph, 1), effects, 'updated');
  return {
    graph,
    signatures: {
      ...stateSignatures(graph, tensors, slots),
      update: { inputs: fed, outputs: { done: { tensor: done, dtype: 'float', shape: [] } } },
    },
  };
}
