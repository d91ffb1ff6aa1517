import type { RowNames } from './rowNames';
import type { TensorMap } from './safetensors';
import type { Batch } from './data/assembleBatch';

/** One training step's numbers; `live` where they were asked for. */
export interface StepOutcome {
  /** Mean cross-entropy of the batch before the update. */
  readonly loss: number;
  /** Images of the batch that were classified rightly. */
  readonly correct: number;
  readonly live: StepMeasurements | undefined;
}

/** Rows in the order of the network's `rows`; NaN where there is none. */
export interface StepMeasurements {
  readonly gradientNorm: Float32Array;
  readonly updateRatio: Float32Array;
  readonly branchRms: Float32Array;
  readonly shortcutRms: Float32Array;
  /** Share of zeros after each ReLU, 0…1. */
  readonly reluZeros: Float32Array;
}

/** How a batch is classified. */
export interface BatchScore {
  readonly lossSum: number;
  readonly correct: number;
}

/** The same with what it was found from. */
export interface ScoredLogits extends BatchScore {
  /** [count × classes] */
  readonly logits: Float32Array;
}

/** A network that trains, whatever carries out its arithmetic. */
export interface TrainableNetwork {
  readonly rows: RowNames;
  /** Forward, backward and update; throws a `UserError` where the loss is not finite, and then changes nothing. */
  step(batch: Batch, how: { readonly learningRate: number; readonly measure: boolean }): Promise<StepOutcome>;
  /** Cross-entropy, without label smoothing, and hits of a batch with running statistics. */
  score(batch: Batch): Promise<ScoredLogits>;
  /** Logits [count × classes] with running statistics. */
  logits(batch: Batch): Promise<Float32Array>;
  /** Parameters, buffers and counters under torchvision's names and layouts. */
  stateDict(): Promise<TensorMap>;
  /**
   * What the optimiser remembers, in PyTorch's layouts: `exp_avg.NAME` and `exp_avg_sq.NAME` of Adam and AdamW,
   * `momentum_buffer.NAME` of SGD with momentum, zeros where no step was made, and the number of steps, `step`.
   */
  optimizerState(): Promise<TensorMap>;
  dispose(): void;
}
