/** What TensorFlow reads when it is loaded, unless the user has set it. */
const defaults = {
  TF_ENABLE_ONEDNN_OPTS: '1',
  TF_CPP_MIN_LOG_LEVEL: '2',
  TF_FORCE_GPU_ALLOW_GROWTH: 'true',
} as const;

/** The worker's environment: the user's own wins over the defaults, and Electron's executable runs as plain Node. */
export function trainerEnvironment(inherited: NodeJS.ProcessEnv, extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const underElectron = process.versions['electron'] !== undefined || inherited['ELECTRON_RUN_AS_NODE'] !== undefined;
  return { ...defaults, ...inherited, ...extra, ...(underElectron ? { ELECTRON_RUN_AS_NODE: '1' } : {}) };
}
