import * as tf from '@tensorflow/tfjs';
import { analyze } from '../../model/analyze';
import { isKind, type Architecture } from '../../model/layer';
import type { Precision } from '../../protocol/recipe';
import type { UserError } from '../../protocol/userError';
import type { Batch } from '../data/assembleBatch';
import type { Augmentation } from '../data/augmentation';
import type { StoredImages } from '../data/keptBatches';
import { defaultInput } from '../data/preparedImages';
import type { BatchGradients, EagerNetworkOptions } from '../eager/eagerNetwork';
import { requireSpread } from '../eager/batchNorm';
import { slotNames, type OptimizerOptions } from '../eager/optimizer';
import { slotValues, stepsOf } from '../eager/optimizerState';
import { int64Scalar } from '../int64Scalar';
import { notFiniteLoss } from '../notFiniteLoss';
import { bytesOf } from '../../formats/bytesOf';
import { NetworkRecord } from '../networkRecord';
import type { RowNames } from '../rowNames';
import type { TensorData, TensorMap } from '../safetensors';
import type { ScoredLogits, StepOutcome, TrainableNetwork } from '../trainableNetwork';
import { GraphSession } from './graphSession';
import { useGroupedKernels } from './groupedKernels';
import { wordsOf } from './keptImages';
import { LossScaler } from './lossScaler';
import { liveReader, type LiveReader } from './liveMetrics';
import { writeNetworkGraph } from './networkGraph';
import { keysOf, randomLayers } from './randomKeys';
import { stepRates } from './updateRows';

/** What a compiled network starts from; `augmented` where batches may come with augmentation. */
export interface CompiledNetworkOptions extends EagerNetworkOptions {
  readonly augmented?: boolean | undefined;
  /** The usual one, for which the graph is made; any other works as well. */
  readonly batchSize?: number | undefined;
  /** What the layers compute with in training. */
  readonly precision?: Precision | undefined;
  readonly device?: 'cpu' | 'gpu' | undefined;
  /** Images that are kept in the graph's memory, so that batches bring their places alone; left out: none. */
  readonly kept?: readonly StoredImages[] | undefined;
}

/** A network whose whole training step is one graph, run by TensorFlow with one call; `dispose` frees its memory. */
export class CompiledNetwork implements TrainableNetwork {
  readonly #record: NetworkRecord;
  readonly #readLive: LiveReader;
  readonly #optimizer: OptimizerOptions;
  readonly #cropPadding: number;
  readonly #augmented: boolean;
  /** H, W and C of what each batch norm sees. */
  readonly #normalised: readonly (readonly [number, number, number])[];
  readonly #scaler: LossScaler;
  readonly #seed: number;
  /** How many layers draw in training. */
  readonly #drawing: number;
  #steps = 0;

  private constructor(
    readonly architecture: Architecture,
    private readonly session: GraphSession,
    options: CompiledNetworkOptions,
  ) {
    this.#record = new NetworkRecord(architecture, options.batchesSeen);
    this.#readLive = liveReader(architecture);
    this.#optimizer = options.optimizer;
    this.#scaler = new LossScaler(options.precision === 'float16');
    this.#cropPadding = options.input?.cropPadding ?? 0;
    this.#augmented = options.augmented ?? false;
    this.#normalised = normalisedSizes(architecture);
    this.#seed = options.seed ?? 0;
    this.#drawing = randomLayers(architecture).length;
  }

  /** Writes the network's graph, has it loaded and fills it; the native engine must have been started. */
  static async open(architecture: Architecture, options: CompiledNetworkOptions): Promise<CompiledNetwork> {
    const { optimizer, input = defaultInput, labelSmoothing = 0, augmented = false, batchSize = 64 } = options;
    const { precision = 'float32', device, kept = [] } = options;
    const groupedKernels = precision === 'float32' && device !== 'gpu' && (await useGroupedKernels(architecture));
    const keptImages = kept.reduce((sum, { count }) => sum + count, 0);
    const written = writeNetworkGraph({
      architecture,
      optimizer,
      labelSmoothing,
      ...{ batchSize, precision, device, groupedKernels },
      input: { ...input, augmented, keptImages },
    });
    const session = await GraphSession.open(written, architecture.layers.map(({ name }) => name)); // prettier-ignore
    const network = new CompiledNetwork(architecture, session, options);
    try {
      await network.#fill('init', (name) => options.values.get(name));
      if (keptImages > 0) await network.#keep(kept);
      if (options.optimizerState !== undefined) await network.#restore(options.optimizerState);
      return network;
    } catch (error) {
      network.dispose();
      throw error;
    }
  }

  get rows(): RowNames {
    return this.#record.rows;
  }

  async step(
    batch: Batch,
    { learningRate, measure }: { readonly learningRate: number; readonly measure: boolean },
  ): Promise<StepOutcome> {
    for (const [height, width, channels] of this.#normalised) requireSpread([batch.count, height, width, channels]);
    const signature = `train${endingFor(batch)}${measure ? '_measured' : ''}`;
    const { result, metrics } = await this.#run(signature, this.#fed(batch, learningRate));
    const [loss = Number.NaN, correct = 0, made = 0] = result ?? [];
    if (!Number.isFinite(loss)) throw await this.#notFinite(batch, loss);
    this.#count(made === 1);
    const live = metrics === undefined || made !== 1 ? undefined : this.#readLive(metrics, batch.count);
    return { loss, correct, live };
  }

  async score(batch: Batch): Promise<ScoredLogits> {
    const { score, logits = new Float32Array() } = await this.#run(`evaluate${endingFor(batch)}`, {
      ...imagesOf(this.architecture, batch),
      ...labelsOf(batch),
    });
    const [lossSum = Number.NaN, correct = 0] = score ?? [];
    return { lossSum, correct, logits };
  }

  async logits(batch: Batch): Promise<Float32Array> {
    const { logits } = await this.#run(`predict${endingFor(batch)}`, imagesOf(this.architecture, batch)); // prettier-ignore
    return logits ?? new Float32Array();
  }

  async stateDict(): Promise<TensorMap> {
    const values = await this.#run('read', {});
    return this.#record.stateDict((name) => Promise.resolve(required(name, values[name])));
  }

  async optimizerState(): Promise<TensorMap> {
    const slots = slotNames(this.#optimizer);
    const state = new Map<string, TensorData>([['step', int64Scalar(this.#steps)], ...this.#scaler.state()]);
    const values = slots.length === 0 ? {} : await this.#run('read_slots', {});
    for (const slot of slots)
      for (const { name, shape } of this.#record.parameters) {
        const value = values[`${slot}.${name}`];
        if (value !== undefined) state.set(`${slot}.${name}`, { dtype: 'F32', shape, bytes: bytesOf(value) });
      }
    return state;
  }

  dispose(): void {
    this.session.dispose();
  }

  /** The loss and each parameter's gradient on a batch in training mode, in PyTorch's layouts; nothing is updated. */
  async gradients(batch: Batch): Promise<BatchGradients> {
    const { loss, logits, ...found } = await this.#gradients(batch);
    const gradients = new Map(this.rows.tensors.map((name) => [name, found[name] ?? new Float32Array()]));
    return { loss: loss?.[0] ?? Number.NaN, logits: logits ?? new Float32Array(), gradients };
  }

  /** A step was made, or left out since its gradients overflowed. */
  #count(wasMade: boolean): void {
    if (!wasMade) {
      this.#scaler.overflowed();
      return;
    }
    this.#scaler.succeeded();
    this.#steps++;
    this.#record.countBatch();
  }

  #rates(learningRate: number): tf.NamedTensorMap {
    const { scale } = this.#scaler;
    const rates = stepRates(this.#optimizer, this.#steps + 1, learningRate);
    return { rates: tf.tensor1d([...rates, scale, 1 / scale]) };
  }

  /** All that a training step takes; the keys are those of the step to come. */
  #fed(batch: Batch, learningRate: number): tf.NamedTensorMap {
    const drawn = this.#drawing === 0 ? {} : { keys: int32(keysOf(this.#drawing, { seed: this.#seed, step: this.#steps })) }; // prettier-ignore
    return { ...this.#trainingImages(batch), ...labelsOf(batch), ...this.#rates(learningRate), ...drawn };
  }

  /** Training images, with their augmentation where the graph has a place for it. */
  #trainingImages(batch: Batch): tf.NamedTensorMap {
    const images = imagesOf(this.architecture, batch);
    if (!this.#augmented || batch.images instanceof Float32Array) return images;
    const { top, left, flip } = batch.augmentation ?? unmoved(batch.count, this.#cropPadding);
    return { ...images, top: int32(top), left: int32(left), flip: int32(flip) };
  }

  async #fill(signature: string, valueOf: (name: string) => Float32Array | undefined): Promise<void> {
    const values = this.#record.specs.map(({ name, shape }) => ({
      name,
      shape,
      values: required(name, valueOf(name)),
    }));
    await this.#run(signature, tensorsOf(values));
  }

  async #restore(state: TensorMap): Promise<void> {
    const slots = slotNames(this.#optimizer);
    this.#steps = stepsOf(state);
    this.#scaler.restore(state);
    if (slots.length === 0) return;
    const values = slots.flatMap((slot) =>
      this.#record.parameters.map((spec) => {
        const name = `${slot}.${spec.name}`;
        return { name, shape: spec.shape, values: slotValues(name, spec, state) };
      }),
    );
    await this.#run('write_slots', tensorsOf(values));
  }

  async #keep(stored: readonly StoredImages[]): Promise<void> {
    const bytes = Buffer.concat(stored.map(({ pixels }) => pixels));
    const words = wordsOf(this.architecture.input);
    const all = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / Float32Array.BYTES_PER_ELEMENT);
    await this.#run('keep', { words: tf.tensor2d(all, [all.length / words, words]) });
  }

  /** Runs a function of the graph; its arguments are freed, its results read. */
  async #run(signature: string, inputs: tf.NamedTensorMap): Promise<Readonly<Record<string, Float32Array>>> {
    let outputs: tf.NamedTensorMap = {};
    try {
      outputs = this.session.run(signature, inputs);
      const read: Record<string, Float32Array> = {};
      for (const [name, tensor] of Object.entries(outputs)) read[name] = await tensor.data<'float32'>();
      return read;
    } finally {
      tf.dispose([...Object.values(inputs), ...Object.values(outputs)]);
    }
  }

  async #notFinite(batch: Batch, loss: number): Promise<UserError> {
    const { statistics, ...found } = await this.#gradients(batch);
    const buffers = this.#record.specs.filter(({ role }) => role === 'buffer').map(({ name }) => name);
    return notFiniteLoss(loss, {
      gradient: this.rows.tensors.findLast((name) => found[name]?.some((value) => !Number.isFinite(value))),
      statistics: buffers.find((_, row) => !Number.isFinite(statistics?.[row] ?? 0)),
    });
  }

  #gradients(batch: Batch): Promise<Readonly<Record<string, Float32Array>>> {
    return this.#run(`gradients${endingFor(batch)}`, this.#fed(batch, 0));
  }
}

/** The ending of the graph's functions that take images as a batch has them. */
function endingFor({ images }: Batch): string {
  if (images instanceof Float32Array) return '_images';
  return images instanceof Int32Array ? '_kept' : '';
}

function imagesOf(
  { input: [channels = 0, height = 0, width = 0] }: Architecture,
  { images, count }: Batch,
): tf.NamedTensorMap {
  if (images instanceof Int32Array) return { places: int32(images) };
  const shape: [number, number, number, number] = [count, height, width, channels];
  if (images instanceof Float32Array) return { images: tf.tensor4d(images, shape) };
  return { pixels: tf.tensor4d(images, shape, 'int32') };
}

function labelsOf({ labels }: Batch): tf.NamedTensorMap {
  return { labels: int32(labels) };
}

function int32(values: Int32Array): tf.Tensor {
  return tf.tensor1d(values, 'int32');
}

/** Draws that leave the images as they are. */
function unmoved(count: number, padding: number): Augmentation {
  return {
    top: new Int32Array(count).fill(padding),
    left: new Int32Array(count).fill(padding),
    flip: new Int32Array(count),
  };
}

interface NamedValues {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

function tensorsOf(values: readonly NamedValues[]): tf.NamedTensorMap {
  return Object.fromEntries(values.map(({ name, shape, values: numbers }) => [name, tf.tensor(numbers, [...shape])]));
}

function required(name: string, values: Float32Array | undefined): Float32Array {
  if (values === undefined) throw new RangeError(`No value was given for ${name}.`);
  return values;
}

function normalisedSizes(architecture: Architecture): readonly (readonly [number, number, number])[] {
  return analyze(architecture)
    .layers.filter(({ layer }) => isKind(layer, 'batchNorm2d'))
    .map(({ input: [channels = 0, height = 0, width = 0] }) => [height, width, channels] as const);
}
