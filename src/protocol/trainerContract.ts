import type { Shape } from '../model/layer';
import type { Side } from './channel';
import type { DoctorReport, EngineName, InstallationChoices, InstalledEngineInfo, Progress } from './engine';
import type { Exported, ExportRequest } from './exportFormat';
import type { NetworkOptions } from './networkOptions';
import type { FeatureMapChoice, FeatureMaps, FilterImages, TestImageChoice, TestImages } from './pictures';
import type { RunEvent, RunResult, TrainOptions } from './run';
import type { OpenedWeights, TensorStatistics, WeightsRequest } from './weights';

/** Changes whenever a message between the worker and its client does. */
export const trainerVersion = '6';

/** What to run a trained network on: the test images of the data, in their stored order. */
export interface TestOptions extends NetworkOptions {
  readonly weights: string;
  readonly data: string;
  /** Left out: those that the weights' file names, airplane and bird for others of two classes, else all that the data has. */
  readonly classes?: readonly string[] | undefined;
  readonly limit?: number | undefined;
  readonly batchSize: number;
  readonly engine: EngineName | 'auto';
}

export interface Predictions {
  readonly logits: readonly (readonly number[])[];
  readonly labels: readonly number[];
}

export interface Evaluation {
  readonly loss: number;
  readonly accuracy: number;
  /** The accuracy of a class without images is null. */
  readonly perClass: readonly { readonly class: string; readonly accuracy: number | null; readonly images: number }[];
}

/** A run to train, and the files that it writes and goes on from. */
export interface TrainInput {
  readonly options: TrainOptions;
  readonly weightsOut: string | undefined;
  /** Left out: nothing is kept to resume from. */
  readonly checkpointOut?: string | undefined;
  /** Where the weights of the best test accuracy so far are kept beside; left out: nowhere. */
  readonly bestOut?: string | undefined;
  readonly resume?: string | undefined;
  /** The best weights of the run that it goes on from, if it kept any. */
  readonly resumeBest?: string | undefined;
}

/** Where test images come from. */
export interface ImageSource {
  readonly data: string;
  /** Left out: all that the data has. */
  readonly classes?: readonly string[] | undefined;
}

/** A layer of a trained network to look into. */
export interface FeatureMapRequest extends ImageSource, FeatureMapChoice {
  readonly weights: string;
  readonly network: NetworkOptions;
  /** How many classes the network tells apart. */
  readonly logits: number;
  /** Left out: the images' own size. Images of another size are scaled to it. */
  readonly input?: Shape | undefined;
  readonly engine: EngineName | 'auto';
}

/** What the worker offers. Cancelling `train` ends the run after the batch in hand: it answers with `stopped`. */
export interface TrainerSide extends Side {
  readonly requests: {
    train(input: TrainInput): RunResult;
    /** Has the run that goes on wait between two batches; like the next three, refused where none goes on. */
    pause(input: null): null;
    resume(input: null): null;
    /** From the next step on; what is asked for becomes the base of the schedule. */
    setLearningRate(input: { readonly learningRate: number }): null;
    /** Ends the run when its epoch is finished, tested and saved. */
    stopAfterEpoch(input: null): null;
    predict(input: TestOptions): Predictions;
    evaluate(input: TestOptions): Evaluation;
    /** Reads a file's header only. */
    openWeights(input: WeightsRequest): OpenedWeights;
    /** Of the tensors that hold floating-point numbers, in the file's order. */
    weightStatistics(input: { readonly file: string }): readonly TensorStatistics[];
    /** Of a convolution over an image's three channels, or one. */
    filterImages(input: { readonly file: string; readonly layer: string }): FilterImages;
    testImages(input: ImageSource & TestImageChoice): TestImages;
    /** Op by op, on the engine that is asked for. */
    featureMaps(input: FeatureMapRequest): FeatureMaps;
    /** Writes a trained network for other programs. */
    exportNetwork(input: ExportRequest): Exported;
    doctor(input: null): DoctorReport;
    /** `pythons`: interpreters to look into besides those that the worker finds. */
    installationChoices(input: { readonly pythons: readonly string[] }): InstallationChoices;
    installEngine(input: { readonly engine: EngineName }): InstalledEngineInfo;
    /** Uses the TensorFlow of a Python environment in place. */
    linkEngine(input: { readonly python: string }): InstalledEngineInfo;
    listEngines(input: null): readonly InstalledEngineInfo[];
    removeEngine(input: { readonly id: string }): null;
    downloadData(input: null): string;
  };
  readonly events: {
    readonly run: RunEvent;
    readonly progress: Progress;
    readonly log: string;
  };
}

/** What the worker's client offers: nothing to ask for. */
export interface ClientSide extends Side {
  readonly requests: object;
  readonly events: object;
}
