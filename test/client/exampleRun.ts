import { plainRecipe } from '../../src/protocol/recipe';
import type { RunEvent, RunResult, TrainOptions } from '../../src/protocol/run';

export const exampleOptions: TrainOptions = {
  ...{ model: 'resnet34', plain: false, bias: false, data: 'auto', classes: ['airplane', 'bird'], epochs: 2 },
  ...{ batchSize: 64, optimizer: 'adam', learningRate: 0.001, momentum: 0, weightDecay: 0, seed: 0 },
  ...{ engine: 'auto', step: 'auto', liveMetrics: true },
  ...plainRecipe,
};

/** The events of a small run: two epochs of two steps. */
export const exampleEvents: readonly RunEvent[] = [
  {
    ...{ type: 'start', engine: 'cpu', engineDetail: 'JavaScript', passedOver: [{ engine: 'wasm', reason: 'No.' }] },
    ...{ data: 'embedded', model: 'resnet34', input: [3, 32, 32], classes: ['airplane', 'bird'], params: 21_285_698 },
    ...{
      trainImages: 128,
      testImages: 64,
      stepsPerEpoch: 2,
      epochs: 2,
      batchSize: 64,
      tensors: ['fc.bias'],
      blocks: [],
      relus: [],
      step: 'eager',
      stepDetail: '',
    },
  },
  steps(1, [0.7, 0.6]),
  { type: 'evaluating', epoch: 1, done: 32, total: 64 },
  epoch(1, 0.625),
  steps(2, [0.5, 0.4]),
  epoch(2, 0.75),
];

export const exampleResult: RunResult = {
  ...{ stopped: false, steps: 4, bestAccuracy: 0.75, seconds: 8 },
  epochs: exampleEvents.flatMap((event) => (event.type === 'epoch' ? [event] : [])),
};

function steps(epochNumber: number, losses: readonly number[]): RunEvent {
  const fill = (value: number): Float32Array => new Float32Array(losses.length).fill(value);
  return {
    ...{ type: 'steps', first: 2 * epochNumber - 1, epoch: epochNumber, loss: Float32Array.from(losses) },
    ...{ accuracy: fill(0.5), learningRate: fill(0.001), imagesPerSecond: fill(100), stepMs: fill(640) },
  };
}

function epoch(number: number, testAccuracy: number): RunEvent {
  return {
    ...{ type: 'epoch', epoch: number, step: 2 * number, trainLoss: 0.6, trainAccuracy: 0.7 },
    ...{ testLoss: Number.NaN, testAccuracy, seconds: 4 },
  };
}
