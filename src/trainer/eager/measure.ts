import * as tf from '@tensorflow/tfjs';
import type { Architecture, Layer } from '../../model/layer';
import { blocksOf, outline } from '../../model/outline';
import { rowNames, type RowNames } from '../rowNames';
import type { StepMeasurements } from '../trainableNetwork';

/** Σ t² as one product, without a tensor of squares between. */
export function sumOfSquares(tensor: tf.Tensor): tf.Scalar {
  const row = tensor.reshape([1, tensor.size]);
  return tf.matMul(row, row, false, true).asScalar();
}

/** Collects scalars during a step, each with where it goes, so that all are read from the device at once. */
export class Readings {
  readonly #scalars: tf.Scalar[] = [];
  readonly #receivers: ((value: number) => void)[] = [];

  add(scalar: tf.Scalar, receive: (value: number) => void): void {
    this.#scalars.push(tf.keep(scalar));
    this.#receivers.push(receive);
  }

  /** Reads everything, gives it to its receivers and frees the scalars. */
  async read(): Promise<void> {
    const packed = tf.stack(this.#scalars);
    try {
      const values = await packed.data();
      this.#receivers.forEach((receive, index) => receive(values[index] ?? Number.NaN));
    } finally {
      packed.dispose();
      this.dispose();
    }
  }

  dispose(): void {
    for (const scalar of this.#scalars) scalar.dispose();
    this.#scalars.length = 0;
    this.#receivers.length = 0;
  }
}

/** Empty rows for what a network measures. */
export function emptyMeasurements({ tensors, blocks, relus }: RowNames): StepMeasurements {
  const missing = (rows: readonly string[]): Float32Array => new Float32Array(rows.length).fill(Number.NaN);
  return {
    gradientNorm: missing(tensors),
    updateRatio: missing(tensors),
    branchRms: missing(blocks),
    shortcutRms: missing(blocks),
    reluZeros: missing(relus),
  };
}

/** Where a step's measurements go, and the scalars that they are read from. */
export interface Measuring {
  readonly readings: Readings;
  readonly rows: StepMeasurements;
}

/** One layer's call in a forward pass. */
export interface LayerCall {
  readonly layer: Layer;
  readonly inputs: readonly tf.Tensor[];
  readonly output: tf.Tensor;
}

/** Reads from a layer's call what is measured there. */
export type Probe = (call: LayerCall, to: Measuring) => void;

/** What reads a network's blocks and ReLUs as its layers are called. */
export function networkProbe(architecture: Architecture): Probe {
  const blocks = blockProbes(architecture);
  const relus = new Map(rowNames(architecture).relus.map((name, row) => [name, row]));
  return (call, to) => {
    probeBlock(call, blocks.get(call.layer.name) ?? [], to);
    const row = relus.get(call.layer.name);
    if (row !== undefined) probeRelu(call, row, to);
  };
}

/** Which row of the measurements a layer's output belongs to. */
export interface BlockProbe {
  readonly block: number;
  readonly path: 'branch' | 'shortcut';
}

/** The layers whose inputs are a block's two paths, and a plain block's end; by layer name, one probe an input. */
export function blockProbes(architecture: Architecture): ReadonlyMap<string, readonly BlockProbe[]> {
  const blocks = blocksOf(outline(architecture));
  return new Map(
    blocks.map((block, index): [string, readonly BlockProbe[]] => {
      const branch: BlockProbe = { block: index, path: 'branch' };
      if (block.add === undefined) return [block.branch.at(-1) ?? '', [branch]];
      return [block.add, [branch, { block: index, path: 'shortcut' }]];
    }),
  );
}

/** Reads the RMS of the two paths that meet in a layer, or of the branch that ends with it. */
function probeBlock(call: LayerCall, probes: readonly BlockProbe[], to: Measuring): void {
  const tensors = call.layer.kind === 'add' ? call.inputs : [call.output];
  probes.forEach(({ block, path }, index) => {
    const tensor = tensors[index];
    if (tensor === undefined) return;
    const rows = path === 'branch' ? to.rows.branchRms : to.rows.shortcutRms;
    const { size } = tensor;
    to.readings.add(sumOfSquares(tensor), (sum) => (rows[block] = Math.sqrt(sum / size)));
  });
}

/** Reads the share of zeros in what a ReLU gives. */
function probeRelu({ output }: LayerCall, row: number, { readings, rows }: Measuring): void {
  const { size } = output;
  const zeros = tf.sum(tf.cast(tf.equal(output, 0), 'float32'));
  readings.add(zeros.asScalar(), (count) => (rows.reluZeros[row] = count / size));
}

/** One parameter's part in a step. */
export interface ParameterStep {
  readonly gradient: tf.Tensor;
  readonly update: tf.Tensor;
  readonly value: tf.Tensor;
  readonly row: number;
}

/** Reads a parameter's gradient norm and update ratio; a tensor that is still all zeros has no ratio. */
export function measureTensor({ gradient, update, value, row }: ParameterStep, { readings, rows }: Measuring): void {
  readings.add(sumOfSquares(gradient), (sum) => (rows.gradientNorm[row] = Math.sqrt(sum)));
  const ratio = tf.div(sumOfSquares(update), sumOfSquares(value));
  readings.add(
    ratio.asScalar(),
    (squared) => (rows.updateRatio[row] = Number.isFinite(squared) ? Math.sqrt(squared) : Number.NaN),
  );
}
