import * as tf from '@tensorflow/tfjs';
import type { Architecture, Shape } from '../../model/layer';
import { outline } from '../../model/outline';
import type { TensorSpec } from '../../model/tensorRules';
import type { Batch } from '../data/assembleBatch';
import type { TensorData, TensorMap } from '../safetensors';
import type { StepOutcome, TrainableNetwork } from '../trainableNetwork';
import { correctCount, crossEntropy } from './crossEntropy';
import { forward, type BatchStatistics, type ForwardPass } from './forward';
import {
  blockProbes,
  emptyMeasurements,
  measureTensor,
  probeBlock,
  Readings,
  type BlockProbe,
  type Measuring,
} from './measure';
import { Optimizer, type OptimizerOptions } from './optimizer';
import { gradientOf, notFinite, variableOf, type Parameter } from './parameter';
import { counterName, countersOf, specsOf, toTorch } from './stateDict';

/** What a network starts from: values in PyTorch's layouts, and how many batches each batch norm has seen. */
export interface EagerNetworkOptions {
  readonly values: ReadonlyMap<string, Float32Array>;
  readonly batchesSeen?: ReadonlyMap<string, number> | undefined;
  readonly optimizer: OptimizerOptions;
}

/** Who looks on during a forward pass. */
interface Watch {
  readonly measured?: Measuring | undefined;
  readonly onLogits: (logits: tf.Tensor2D, labels: tf.Tensor1D) => void;
}

interface Differentiated {
  readonly loss: number;
  readonly grads: tf.NamedTensorMap;
  readonly statistics: readonly BatchStatistics[];
}

/** A batch's loss, logits [count × classes], and gradients by tensor name. */
export interface BatchGradients {
  readonly loss: number;
  readonly logits: Float32Array;
  readonly gradients: ReadonlyMap<string, Float32Array>;
}

/** A network carried out operation by operation on TensorFlow.js's current backend; `dispose` frees its tensors. */
export class EagerNetwork implements TrainableNetwork {
  readonly blockNames: readonly string[];
  readonly #specs: readonly TensorSpec[];
  readonly #tensors: ReadonlyMap<string, tf.Variable>;
  readonly #parameters: readonly Parameter[];
  readonly #probes: ReadonlyMap<string, readonly BlockProbe[]>;
  readonly #batchesSeen: Map<string, number>;
  readonly #optimizer: Optimizer;
  #steps = 0;

  constructor(
    readonly architecture: Architecture,
    { values, batchesSeen, optimizer }: EagerNetworkOptions,
  ) {
    this.#specs = specsOf(architecture);
    this.#tensors = new Map(this.#specs.map((spec) => [spec.name, variableOf(spec, values)]));
    this.#parameters = this.#specs.flatMap(({ name, role }) => {
      const variable = this.#tensors.get(name);
      return role === 'parameter' && variable !== undefined ? [{ name, variable }] : [];
    });
    this.#probes = blockProbes(architecture);
    this.blockNames = outline(architecture).stages.flatMap((stage) => stage.blocks.map((block) => block.name));
    this.#batchesSeen = new Map(
      countersOf(architecture).map((layer) => [counterName(layer), batchesSeen?.get(counterName(layer)) ?? 0]),
    );
    this.#optimizer = new Optimizer(optimizer);
  }

  get tensorNames(): readonly string[] {
    return this.#parameters.map((parameter) => parameter.name);
  }

  async step(
    batch: Batch,
    { learningRate, measure }: { readonly learningRate: number; readonly measure: boolean },
  ): Promise<StepOutcome> {
    const rows = measure ? emptyMeasurements(this.#parameters.length, this.blockNames.length) : undefined;
    const readings = new Readings();
    const measured = rows === undefined ? undefined : { readings, rows };
    const outcome = { loss: Number.NaN, correct: 0 };
    const countCorrect = (logits: tf.Tensor2D, labels: tf.Tensor1D): void =>
      readings.add(correctCount(logits, labels), (count) => (outcome.correct = count));
    try {
      await this.#differentiate(batch, { measured, onLogits: countCorrect }, async ({ loss, grads, statistics }) => {
        outcome.loss = loss;
        if (!Number.isFinite(loss)) throw await notFinite(loss, this.#parameters, grads);
        this.#steps++;
        this.#update({ grads, learningRate, measured });
        this.#blend(statistics);
        await readings.read();
      });
      return { ...outcome, live: rows };
    } finally {
      readings.dispose();
    }
  }

  async logits(batch: Batch): Promise<Float32Array> {
    const logits = tf.tidy(() =>
      forward(this.architecture, imagesOf(batch, this.architecture.input), this.#pass(undefined, undefined)),
    );
    try {
      return new Float32Array(await logits.data());
    } finally {
      logits.dispose();
    }
  }

  async stateDict(): Promise<TensorMap> {
    const tensors = new Map<string, TensorData>();
    for (const spec of this.#specs) {
      const variable = this.#tensors.get(spec.name);
      if (variable === undefined) continue;
      const values = await toTorch(variable);
      tensors.set(spec.name, { dtype: 'F32', shape: spec.shape, bytes: new Uint8Array(values.buffer) });
      const counter = spec.name.replace(/running_var$/, 'num_batches_tracked');
      const seen = this.#batchesSeen.get(counter);
      if (seen !== undefined)
        tensors.set(counter, { dtype: 'I64', shape: [], bytes: new Uint8Array(BigInt64Array.of(BigInt(seen)).buffer) });
    }
    return tensors;
  }

  /** The loss and each parameter's gradient on a batch in training mode, in PyTorch's layouts; nothing is updated. */
  async gradients(batch: Batch): Promise<BatchGradients> {
    const kept: tf.Tensor[] = [];
    const gradients = new Map<string, Float32Array>();
    try {
      const loss = await this.#differentiate(
        batch,
        { onLogits: (logits) => kept.push(tf.keep(logits.clone())) },
        async ({ loss: found, grads }) => {
          for (const { name, variable } of this.#parameters)
            gradients.set(name, await toTorch(gradientOf(variable, grads)));
          return found;
        },
      );
      return { loss, logits: new Float32Array((await kept[0]?.data()) ?? []), gradients };
    } finally {
      tf.dispose(kept);
    }
  }

  dispose(): void {
    for (const variable of this.#tensors.values()) variable.dispose();
    this.#optimizer.dispose();
  }

  /** Forward and backward in training mode; what they leave is freed when its use is over, or when they fail on the way. */
  async #differentiate<T>(batch: Batch, watch: Watch, use: (found: Differentiated) => Promise<T>): Promise<T> {
    const statistics: BatchStatistics[] = [];
    const left: tf.Tensor[] = [];
    const pass = this.#pass((found) => statistics.push(found), watch.measured);
    try {
      const { value, grads } = tf.tidy(() =>
        tf.variableGrads(
          () => {
            const logits = forward(this.architecture, imagesOf(batch, this.architecture.input), pass);
            const labels = tf.tensor1d(batch.labels, 'int32');
            watch.onLogits(logits, labels);
            return crossEntropy(logits, labels);
          },
          this.#parameters.map((parameter) => parameter.variable),
        ),
      );
      left.push(value, ...Object.values(grads));
      return await use({ loss: (await value.data())[0] ?? Number.NaN, grads, statistics });
    } finally {
      tf.dispose([...left, ...statistics.flatMap(({ mean, variance }) => [mean, variance])]);
    }
  }

  #pass(onStatistics: ForwardPass['onStatistics'], measured: Measuring | undefined): ForwardPass {
    return {
      tensor: (name) => this.#tensor(name),
      onStatistics,
      onOutput: (layer, inputs, output) => {
        const probes = measured === undefined ? undefined : this.#probes.get(layer.name);
        if (probes !== undefined && measured !== undefined) probeBlock({ layer, inputs, output }, probes, measured);
      },
    };
  }

  #tensor(name: string): tf.Variable {
    const found = this.#tensors.get(name);
    if (found === undefined) throw new RangeError(`The network has no tensor ${name}.`);
    return found;
  }

  #update({
    grads,
    learningRate,
    measured,
  }: {
    grads: tf.NamedTensorMap;
    learningRate: number;
    measured: Measuring | undefined;
  }): void {
    this.#parameters.forEach(({ name, variable }, row) =>
      tf.tidy(() => {
        const gradient = gradientOf(variable, grads);
        const update = this.#optimizer.update({ name, value: variable, gradient, step: this.#steps, learningRate });
        if (measured !== undefined) measureTensor({ gradient, update, value: variable, row }, measured);
        variable.assign(tf.sub(variable, update));
      }),
    );
  }

  /** running ← (1 − momentum) · running + momentum · batch. */
  #blend(statistics: readonly BatchStatistics[]): void {
    for (const { layer, mean, variance } of statistics) {
      const { momentum } = layer.attributes;
      this.#blendOne(`${layer.name}.running_mean`, mean, momentum);
      this.#blendOne(`${layer.name}.running_var`, variance, momentum);
      const counter = counterName(layer);
      this.#batchesSeen.set(counter, (this.#batchesSeen.get(counter) ?? 0) + 1);
    }
  }

  #blendOne(name: string, batch: tf.Tensor, momentum: number): void {
    const running = this.#tensor(name);
    tf.tidy(() => running.assign(tf.add(tf.mul(running, 1 - momentum), tf.mul(batch, momentum))));
  }
}

/** [N, H, W, C]. */
function imagesOf({ images, count }: Batch, [channels = 0, height = 0, width = 0]: Shape): tf.Tensor4D {
  return tf.tensor4d(images, [count, height, width, channels]);
}
