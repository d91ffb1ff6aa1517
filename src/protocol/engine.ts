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

/** An engine that "Install Engine" made. */
export interface InstalledEngineInfo {
  readonly id: string;
  readonly engine: string;
  readonly version: string;
  readonly folder: string;
  readonly binding: string;
  readonly bytes: number;
}

/** How far a long operation is; `total` is 0 where it is unknown. */
export interface Progress {
  readonly phase: string;
  readonly done: number;
  readonly total: number;
  readonly unit: 'bytes' | 'files' | 'steps';
}
