import type { Settings } from '../../src/host/settings';
import { plainRecipe } from '../../src/protocol/recipe';

export const exampleSettings: Settings = {
  ...{ nodePath: undefined, python: undefined, engine: 'auto', data: 'auto', runsFolder: 'runs', epochs: 5, seed: 0 },
  ...{
    limitTrain: undefined,
    limitTest: undefined,
    liveMetrics: true,
    checkpoint: true,
    bestCheckpoint: true,
    tensorboard: true,
    gpu: undefined,
    xla: false,
    tf32: true,
  },
  ...{ step: 'auto', metricsEvery: undefined },
  ...plainRecipe,
};
