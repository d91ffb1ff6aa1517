/** What TensorFlow reads when it is loaded, unless the user has set it. */
const defaults = {
  TF_ENABLE_ONEDNN_OPTS: '1',
  TF_CPP_MIN_LOG_LEVEL: '2',
  TF_FORCE_GPU_ALLOW_GROWTH: 'true',
  CUDA_DEVICE_ORDER: 'PCI_BUS_ID', // cards are numbered as nvidia-smi shows them
} as const;

/** The worker's environment: the user's own wins over the defaults, and Electron's executable runs as plain Node. */
export function trainerEnvironment(inherited: NodeJS.ProcessEnv, extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const underElectron = process.versions['electron'] !== undefined || inherited['ELECTRON_RUN_AS_NODE'] !== undefined;
  return { ...defaults, ...inherited, ...extra, ...(underElectron ? { ELECTRON_RUN_AS_NODE: '1' } : {}) };
}

/** How TensorFlow for CUDA works; it reads all of it once, when it is loaded. */
export interface GpuChoices {
  /** The card, by its number as nvidia-smi shows it; left out: the first. */
  readonly gpu?: string | undefined;
  /** Has XLA compile clusters of operations. */
  readonly xla: boolean;
  /** Lets float32 products be rounded to TF32 on cards that have it. */
  readonly tf32: boolean;
}

/** The worker's environment for these choices. */
export function gpuEnvironment({ gpu, xla, tf32 }: GpuChoices): NodeJS.ProcessEnv {
  return {
    ...(gpu === undefined ? {} : { CUDA_VISIBLE_DEVICES: gpu }),
    ...(xla ? { TF_XLA_FLAGS: '--tf_xla_auto_jit=2' } : {}),
    ...(tf32 ? {} : { NVIDIA_TF32_OVERRIDE: '0' }),
  };
}
