import type { Architecture } from '../model/layer';
import type { Side } from './channel';
import type { FeatureMapChoice, FeatureMaps, FilterImages, TestImageChoice, TestImages } from './pictures';
import type { RunFault } from './runFault';
import type { EpochResult, LiveMetrics, RunStart, StepSeries, TestedEpoch } from './run';
import type { TensorStatistics } from './weights';

/** Changes whenever a message between the extension and its views does. */
export const viewVersion = '12';

export type RunState = 'starting' | 'running' | 'paused' | 'done' | 'stopped' | 'failed';

/** What a run looks like from outside, besides its numbers. */
export interface RunStatus {
  readonly id: string;
  /** `ResNet-34 · airplane, bird`. */
  readonly title: string;
  readonly state: RunState;
  /** One line for a person: what it is doing, or why it ended. */
  readonly message: string;
  /** Another window, or the command line, does it: it can't be stopped from here. */
  readonly elsewhere?: boolean | undefined;
  readonly start: RunStart | undefined;
  /** The epoch in hand is its last. */
  readonly stopsAfterEpoch?: boolean | undefined;
  /** Where its numbers stopped being sound. */
  readonly fault?: RunFault | undefined;
  /** The base rate that it was given while it went on. */
  readonly learningRate?: number | undefined;
}

/** What a view may ask for a run that goes on, by the commands' names. */
export const runControls = ['pause', 'continue', 'changeLearningRate', 'stopAfterEpoch'] as const;

export type RunControl = (typeof runControls)[number];

/** All steps of a run in typed arrays; row i is step i + 1. */
export interface StepHistory extends Omit<StepSeries, 'first' | 'epoch' | 'live'> {
  /** L2 norm of the loss's gradient by all parameters; NaN where it was not measured. */
  readonly gradientNorm: Float32Array;
}

/** Everything a view needs to draw a run from nothing. */
export interface RunSnapshot {
  readonly status: RunStatus;
  readonly steps: StepHistory;
  readonly epochs: readonly EpochResult[];
  readonly live: LiveMetrics | undefined;
  /** The newest. */
  readonly tested?: TestedEpoch | undefined;
}

/** What has come since the last snapshot or delta of the same run; `from` is how many steps the view has already. */
export interface RunDelta {
  readonly status: RunStatus;
  readonly from: number;
  readonly steps: StepHistory;
  readonly epochs: readonly EpochResult[];
  readonly live: LiveMetrics | undefined;
  readonly tested?: TestedEpoch | undefined;
}

/** A file that a view has made and the extension writes. */
export interface SavedFile {
  /** `run-1.csv`: what it is called unless the user says otherwise. */
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** A step that is looked back at, and the live metrics that were measured there or last before. */
export interface Moment {
  readonly step: number;
  readonly live: LiveMetrics | undefined;
}

/** A network to draw. */
export interface DrawnArchitecture {
  readonly architecture: Architecture;
  readonly title: string;
  /** Why what is drawn is not what was asked for last: the first layer that doesn't fit, if it is one, and a sentence. */
  readonly problem?: { readonly message: string; readonly layer?: string | undefined } | undefined;
  /** What its weights are like, where they were read from a file. */
  readonly weights?: readonly TensorStatistics[] | undefined;
  /** Whether a file of its weights can be looked into: a run's, once it has written one, or that which it was read from. */
  readonly trained?: boolean | undefined;
}

/** Which of two networks that are compared. */
export type ComparedSide = 'left' | 'right';

/** One of two networks to draw beside each other, and where its run is, if it is about one. */
export interface ComparedNetwork extends DrawnArchitecture {
  /** The run's newest step only. */
  readonly run?: RunDelta | undefined;
}

/** Two networks to draw beside each other. */
export type DrawnComparison = Readonly<Record<ComparedSide, ComparedNetwork>>;

/** What the extension sends its views: the network to draw, then a run's snapshot and deltas while the view is visible. */
export interface HostSide extends Side {
  readonly requests: {
    /** Moments of the run that is shown, evenly spread from its first measured step to its newest. */
    pastLive(input: null): readonly LiveMetrics[];
    // about the weights of what the architecture panel shows; a sentence where there are none
    /** What they are like comes with the architecture, which is sent anew. */
    measureWeights(input: null): null;
    filterImages(input: { readonly layer: string }): FilterImages;
    testImages(input: TestImageChoice): TestImages;
    featureMaps(input: FeatureMapChoice): FeatureMaps;
  };
  readonly events: {
    /** Only to the architecture panel. */
    readonly architecture: DrawnArchitecture;
    readonly snapshot: RunSnapshot;
    /** Of the run that is shown, or of one that is compared with it. */
    readonly delta: RunDelta;
    /** Where the views look back at, until a later one; null: at the newest step again. */
    readonly moment: Moment | null;
    /** Only to the metrics view: the runs whose curves lie over those of the run that is shown. */
    readonly compared: readonly RunSnapshot[];
    /** Only to the architecture panel: two networks in the place of the one, or none any more. */
    readonly comparison: DrawnComparison | null;
    /** Where the runs of the compared networks are by now. */
    readonly comparedRuns: { readonly [S in ComparedSide]?: RunDelta | undefined };
    /** The view is visible again. A page that has outlived being hidden answers `ready`; others load anew and say so by themselves. */
    readonly visible: null;
  };
}

/** For what a graph is drawn: a picture that stands alone, or a page that has its colours as variables for light and dark. */
export type PictureUse = 'print' | 'page';

/** What a view asks of the extension, and what it can be asked. */
export interface ViewSide extends Side {
  /** Of the architecture panel alone: the whole graph, open as it is now; PNG at so many pixels for each of the drawing's. */
  readonly requests: {
    readonly graphSvg: (use: PictureUse) => string;
    readonly graphPng: (scale: number) => Uint8Array;
  };
  readonly events: {
    /** The view's script has started and is ready for the architecture and snapshot; or it lacks them. */
    readonly ready: null;
    readonly stop: null;
    readonly control: RunControl;
    readonly train: null;
    /** Look back at a step, in all views of the run; null: at the newest again. */
    readonly lookBack: { readonly step: number } | null;
    /** The runs that are compared with the one that is shown are to leave. */
    readonly endComparison: null;
    readonly save: SavedFile;
    /** The graph is to be written to a file, which the extension asks about. */
    readonly exportGraph: null;
    /** The comparison was closed: the one network again. */
    readonly closeComparison: null;
    /** Time from the navigation's start to the painted graph, for the benchmark, in ms. */
    readonly painted: { readonly ms: number };
  };
}
