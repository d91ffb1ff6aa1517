/** The engines, in the order in which `auto` tries them. */
export const engineNames = ['tensorflow-gpu', 'tensorflow', 'webgpu', 'wasm', 'cpu'] as const;

export type EngineName = (typeof engineNames)[number];

/** An engine that was not taken, and why in one sentence. */
export interface PassedOver {
  readonly engine: EngineName;
  readonly reason: string;
}

/** What the ladder says of one engine on this machine. */
export interface EngineReport {
  readonly engine: EngineName;
  readonly usable: boolean;
  /** The version and device, or why it can't be used and how to mend it. */
  readonly detail: string;
}

/** What "ResNet: Doctor" shows. */
export interface DoctorReport {
  readonly engines: readonly EngineReport[];
  /** What `auto` takes. */
  readonly choice: EngineName;
  readonly node: string;
  readonly platform: string;
  readonly cacheFolder: string;
  readonly data: readonly { readonly name: string; readonly usable: boolean; readonly detail: string }[];
}

/** An engine that can be installed on this machine, and what that takes. */
export interface EngineOffer {
  readonly engine: EngineName;
  /** E.g. "TensorFlow for CUDA 2.21.0". */
  readonly title: string;
  readonly downloadBytes: number;
  readonly diskBytes: number;
  readonly installed: boolean;
  /** Why it would be of no use here. */
  readonly hindrance: string | undefined;
}

/** A TensorFlow in a Python environment, whose libraries can be used where they are. */
export interface PythonTensorFlow {
  /** The environment's interpreter. */
  readonly python: string;
  /** The folder that holds `tensorflow`. */
  readonly packages: string;
  readonly version: string;
  /** Made for CUDA. */
  readonly cuda: boolean;
}

/** What "Install Engine" can do on this machine. */
export interface InstallationChoices {
  readonly offers: readonly EngineOffer[];
  readonly environments: readonly PythonTensorFlow[];
  readonly installed: readonly InstalledEngineInfo[];
}

/** An engine that "Install Engine" made. */
export interface InstalledEngineInfo {
  readonly id: string;
  readonly engine: string;
  readonly version: string;
  readonly folder: string;
  readonly binding: string;
  /** What it takes on the disk. */
  readonly bytes: number;
  /** The Python environment's folder of packages whose libraries it uses, where it has none of its own. */
  readonly from?: string | undefined;
}

/** How far a long operation is; `total` is 0 where it is unknown. */
export interface Progress {
  readonly phase: string;
  readonly done: number;
  readonly total: number;
  readonly unit: 'bytes' | 'files' | 'steps';
}
