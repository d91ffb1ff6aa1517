import type { Shape } from '../model/layer';
import type { EngineName, PassedOver } from './engine';
import type { NetworkOptions } from './networkOptions';
import type { OptimizerName, Recipe, StepChoice } from './recipe';
import type { RunFault } from './runFault';

/** Everything a run is made of besides the machine; what `run.json` keeps. */
export interface TrainOptions extends Recipe, NetworkOptions {
  readonly plain: boolean;
  readonly bias: boolean;
  /** `cifar10`, `embedded`, a folder in CIFAR-10's binary layout, or `auto`: CIFAR-10 if it is in the cache, else embedded. */
  readonly data: string;
  /** Relabelled 0…k−1 in this order; all of the data's classes if left out. */
  readonly classes?: readonly string[] | undefined;
  readonly epochs: number;
  readonly batchSize: number;
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  readonly momentum: number;
  readonly weightDecay: number;
  readonly seed: number;
  readonly limitTrain?: number | undefined;
  readonly limitTest?: number | undefined;
  readonly engine: EngineName | 'auto';
  readonly step: StepChoice;
  /** A safetensors file to start from, under torchvision's names. */
  readonly weights?: string | undefined;
  /** The last layer starts anew, so that the weights' classes may be others; left out: it starts from them too. */
  readonly newHead?: boolean | undefined;
  /** Gradient norms, update ratios, block RMS and zeros after ReLUs while training. */
  readonly liveMetrics: boolean;
  /** They are measured at every so many steps, from the first on; left out: as often as costs next to nothing. */
  readonly metricsEvery?: number | undefined;
}

/** What is known when the first step is about to run. */
export interface RunStart {
  readonly engine: EngineName;
  /** The engine's version and device. */
  readonly engineDetail: string;
  /** How a step is carried out: as one graph, or operation by operation. */
  readonly step: Exclude<StepChoice, 'auto'>;
  /** Why it is operation by operation, in one sentence; empty where there is nothing to tell. */
  readonly stepDetail: string;
  readonly passedOver: readonly PassedOver[];
  /** Where the images came from. */
  readonly data: string;
  readonly model: string;
  readonly input: Shape;
  readonly classes: readonly string[];
  readonly params: number;
  readonly trainImages: number;
  readonly testImages: number;
  readonly stepsPerEpoch: number;
  readonly epochs: number;
  readonly batchSize: number;
  /** Parameter tensors in the order of the live metrics' rows. */
  readonly tensors: readonly string[];
  /** Blocks in the order of the live metrics' rows. */
  readonly blocks: readonly string[];
  /** ReLU layers in the order of the live metrics' rows. */
  readonly relus: readonly string[];
  /** Of a run that goes on from a checkpoint: what it has behind it. */
  readonly resumed?:
    { readonly steps: number; readonly epochs: number; readonly rate?: RateChange | undefined } | undefined;
}

/** Another base rate, asked for while the run goes on: the schedule is scaled to it from this step on. */
export interface RateChange {
  readonly step: number;
  readonly learningRate: number;
}

/** What a run that goes on has been told to do. */
export interface RunOrders {
  /** It waits between two batches. */
  readonly paused: boolean;
  /** The epoch in hand is its last. */
  readonly stopsAfterEpoch: boolean;
}

/** Numbers of one step for each parameter tensor, each block and each ReLU; NaN where there is none. */
export interface LiveMetrics {
  readonly step: number;
  /** L2 norm of the loss's gradient by each tensor. */
  readonly gradientNorm: Float32Array;
  /** L2 norm of the step's update over the tensor's own. */
  readonly updateRatio: Float32Array;
  /** Root mean square of F(x), the branch's output. */
  readonly branchRms: Float32Array;
  /** Root mean square of what the shortcut adds. */
  readonly shortcutRms: Float32Array;
  /** Share of zeros after each ReLU, 0…1. */
  readonly reluZeros: Float32Array;
}

/** The numbers of `LiveMetrics`, all 0 or more where they were measured. */
export const liveColumns = ['gradientNorm', 'updateRatio', 'branchRms', 'shortcutRms', 'reluZeros'] as const;

/** A step's live metrics from their columns, in the order of `liveColumns`. */
export function liveOf(step: number, columns: readonly Float32Array[]): LiveMetrics {
  const none = new Float32Array();
  const [gradientNorm = none, updateRatio = none, branchRms = none, shortcutRms = none, reluZeros = none] = columns;
  return { step, gradientNorm, updateRatio, branchRms, shortcutRms, reluZeros };
}

/** Consecutive steps of one epoch; row i is step `first` + i (steps count from 1). */
export interface StepSeries {
  readonly first: number;
  readonly epoch: number;
  readonly loss: Float32Array;
  /** Of the batch, 0…1. */
  readonly accuracy: Float32Array;
  readonly learningRate: Float32Array;
  readonly imagesPerSecond: Float32Array;
  readonly stepMs: Float32Array;
  /** Of the newest of these steps for which they were measured. */
  readonly live?: LiveMetrics | undefined;
}

/** An epoch's end: means over its steps, and the whole test set with running statistics. */
export interface EpochResult {
  /** From 1. */
  readonly epoch: number;
  /** The epoch's last step. */
  readonly step: number;
  readonly trainLoss: number;
  readonly trainAccuracy: number;
  readonly testLoss: number;
  readonly testAccuracy: number;
  /** Wall time of training and evaluation. */
  readonly seconds: number;
}

/** A test image that was taken for another class. */
export interface Mistake {
  /** Its place among the test images, from 0. */
  readonly image: number;
  readonly label: number;
  readonly predicted: number;
  /** Of the predicted class, 0…1. */
  readonly probability: number;
}

/** How an epoch's end classifies the test images, one by one. */
export interface TestedEpoch {
  readonly epoch: number;
  /** Numbers of images: a row is their class, a column the class that they were taken for. */
  readonly confusion: readonly (readonly number[])[];
  /** The most confident ones first. */
  readonly mistakes: readonly Mistake[];
  /** The mistakes' pixels, 3×32×32 bytes each; files don't keep them. */
  readonly pixels?: Uint8Array | undefined;
}

export interface RunResult {
  readonly stopped: boolean;
  /** Why it ended before its last epoch, in a sentence, where there is more to say than that it was stopped. */
  readonly reason?: string | undefined;
  readonly steps: number;
  readonly epochs: readonly EpochResult[];
  readonly bestAccuracy: number | undefined;
  readonly seconds: number;
}

/** What a run reports while it goes on. */
export type RunEvent =
  | ({ readonly type: 'start' } & RunStart)
  | ({ readonly type: 'steps' } & StepSeries)
  | { readonly type: 'evaluating'; readonly epoch: number; readonly done: number; readonly total: number }
  | ({ readonly type: 'tested' } & TestedEpoch)
  | ({ readonly type: 'epoch' } & EpochResult)
  | ({ readonly type: 'learningRate' } & RateChange)
  /** Its numbers stop being sound; a run goes on unless its loss is no number. */
  | ({ readonly type: 'fault' } & RunFault)
  /** It obeys from this step on. */
  | ({ readonly type: 'orders'; readonly step: number } & RunOrders);
