import * as tf from '@tensorflow/tfjs';
import type { Architecture } from '../../model/layer';
import type { Batch } from '../data/assembleBatch';
import { defaultInput, preparedImages, type InputOptions } from '../data/preparedImages';
import { NetworkRecord } from '../networkRecord';
import type { RowNames } from '../rowNames';
import type { TensorMap } from '../safetensors';
import { scoreLogits } from '../scoreLogits';
import type { ScoredLogits, StepOutcome, TrainableNetwork } from '../trainableNetwork';
import { correctCount, crossEntropy } from './crossEntropy';
import { forward, type BatchStatistics, type ForwardPass, type TrainingMode } from './forward';
import { layerRandom } from './layerRandom';
import { emptyMeasurements, measureTensor, networkProbe, Readings, type Measuring, type Probe } from './measure';
import { Optimizer, type OptimizerOptions } from './optimizer';
import { restoreOptimizer, savedOptimizer } from './optimizerState';
import { gradientOf, notFinite, tensorNamed, variableOf, type Parameter } from './parameter';
import { toTorch } from './stateDict';

/** What a network starts from: values in PyTorch's layouts, and how many batches each batch norm has seen. */
export interface EagerNetworkOptions {
  readonly values: ReadonlyMap<string, Float32Array>;
  readonly batchesSeen?: ReadonlyMap<string, number> | undefined;
  readonly optimizer: OptimizerOptions;
  /** What an optimiser of the same kind remembered, to go on from; left out: it begins anew. */
  readonly optimizerState?: TensorMap | undefined;
  /** Of the training loss. */
  readonly labelSmoothing?: number | undefined;
  readonly input?: InputOptions | undefined;
  /** What layers that drop values draw from; left out: 0. */
  readonly seed?: number | undefined;
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
  readonly #record: NetworkRecord;
  readonly #tensors: ReadonlyMap<string, tf.Variable>;
  readonly #parameters: readonly Parameter[];
  readonly #probe: Probe;
  readonly #optimizer: Optimizer;
  readonly #labelSmoothing: number;
  readonly #input: InputOptions;
  readonly #seed: number;
  /** Indices of layers. */
  readonly #places: ReadonlyMap<string, number>;
  #steps = 0;

  constructor(
    readonly architecture: Architecture,
    { values, batchesSeen, labelSmoothing = 0, input = defaultInput, seed = 0, ...options }: EagerNetworkOptions,
  ) {
    this.#labelSmoothing = labelSmoothing;
    this.#input = input;
    this.#seed = seed;
    this.#places = new Map(architecture.layers.map(({ name }, index) => [name, index]));
    this.#record = new NetworkRecord(architecture, batchesSeen);
    this.#optimizer = new Optimizer(options.optimizer);
    if (options.optimizerState !== undefined)
      this.#steps = restoreOptimizer(this.#optimizer, this.#record.parameters, options.optimizerState);
    this.#tensors = new Map(this.#record.specs.map((spec) => [spec.name, variableOf(spec, values)]));
    this.#parameters = this.#record.parameters.map(({ name }) => ({ name, variable: this.#tensor(name) }));
    this.#probe = networkProbe(architecture);
  }

  get rows(): RowNames {
    return this.#record.rows;
  }

  async step(
    batch: Batch,
    { learningRate, measure }: { readonly learningRate: number; readonly measure: boolean },
  ): Promise<StepOutcome> {
    const rows = measure ? emptyMeasurements(this.#record.rows) : undefined;
    const readings = new Readings();
    const measured = rows === undefined ? undefined : { readings, rows };
    const outcome = { loss: Number.NaN, correct: 0 };
    const countCorrect = (logits: tf.Tensor2D, labels: tf.Tensor1D): void =>
      readings.add(correctCount(logits, labels), (count) => (outcome.correct = count));
    try {
      await this.#differentiate(batch, { measured, onLogits: countCorrect }, async ({ loss, grads, statistics }) => {
        outcome.loss = loss;
        if (!Number.isFinite(loss)) throw await notFinite({ loss, grads, statistics }, this.#parameters);
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

  async score(batch: Batch): Promise<ScoredLogits> {
    const { labels } = batch;
    const logits = await this.logits(batch);
    return { logits, ...scoreLogits({ labels, logits, classes: this.architecture.classes }) };
  }

  async logits(batch: Batch): Promise<Float32Array> {
    const logits = tf.tidy(() => forward(this.architecture, this.#images(batch), this.#pass(undefined, undefined)));
    try {
      return new Float32Array(await logits.data());
    } finally {
      logits.dispose();
    }
  }

  stateDict(): Promise<TensorMap> {
    return this.#record.stateDict((name) => toTorch(this.#tensor(name)));
  }

  optimizerState(): Promise<TensorMap> {
    return savedOptimizer(this.#optimizer, this.#record.parameters, this.#steps);
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
    const pass = this.#pass(this.#training(statistics), watch.measured);
    try {
      const { value, grads } = tf.tidy(() =>
        tf.variableGrads(
          () => {
            const logits = forward(this.architecture, this.#images(batch), pass);
            const labels = tf.tensor1d(batch.labels, 'int32');
            watch.onLogits(logits, labels);
            return crossEntropy(logits, labels, this.#labelSmoothing);
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

  /** Of the step to come; its batch norms' statistics are added to those given. */
  #training(statistics: BatchStatistics[]): TrainingMode {
    const step = this.#steps;
    return {
      onStatistics: (found) => statistics.push(found),
      random: (name) => layerRandom(this.#seed, { step, layer: this.#places.get(name) ?? 0 }),
    };
  }

  #pass(training: TrainingMode | undefined, measured: Measuring | undefined): ForwardPass {
    return {
      tensor: (name) => this.#tensor(name),
      training,
      onOutput: (layer, inputs, output) => {
        if (measured !== undefined) this.#probe({ layer, inputs, output }, measured);
      },
    };
  }

  /** [N, H, W, C]. */
  #images(batch: Batch): tf.Tensor4D {
    const { input } = this.architecture;
    const [channels = 0, height = 0, width = 0] = input;
    return tf.tensor4d(preparedImages(batch, input, this.#input), [batch.count, height, width, channels]);
  }

  #tensor(name: string): tf.Variable {
    return tensorNamed(name, this.#tensors);
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
    this.#record.countBatch();
    for (const { layer, mean, variance } of statistics) {
      const { momentum } = layer.attributes;
      this.#blendOne(`${layer.name}.running_mean`, mean, momentum);
      this.#blendOne(`${layer.name}.running_var`, variance, momentum);
    }
  }

  #blendOne(name: string, batch: tf.Tensor, momentum: number): void {
    const running = this.#tensor(name);
    tf.tidy(() => running.assign(tf.add(tf.mul(running, 1 - momentum), tf.mul(batch, momentum))));
  }
}
