import { plainRecipe } from '../src/protocol/recipe';
import type { RunEvent, TrainOptions } from '../src/protocol/run';
import { trainerFolders } from '../src/trainer/folders';
import { TrainingControl } from '../src/trainer/trainingControl';
import { runTraining } from '../src/trainer/trainRequest';
import { often } from './measure';
import { watchNativeCalls, type NativeCalls } from './nativeCalls';

// The trainer's own training in this process, a line of JSON for each epoch: its seconds, and those of the calls that run graphs.

const options: TrainOptions = {
  ...plainRecipe,
  model: 'resnet34',
  plain: false,
  bias: false,
  data: process.env['RESNET_CIFAR10'] ?? 'auto',
  classes: ['airplane', 'bird'],
  epochs: 2,
  batchSize: 64,
  optimizer: 'adam',
  learningRate: 0.001,
  momentum: 0.9,
  weightDecay: 0,
  seed: 0,
  limitTrain: often(2_560, 192),
  limitTest: often(512, 64),
  engine: 'tensorflow',
  step: 'auto',
  liveMetrics: true,
};

async function main(): Promise<void> {
  const [signal, control] = [new AbortController().signal, new TrainingControl()];
  const request = { options, weightsOut: undefined, signal, control, folders: trainerFolders() };
  let calls: NativeCalls | undefined;
  for await (const event of runTraining(request)) {
    if (event.type === 'start') calls = watchNativeCalls();
    if (event.type === 'epoch') report(event, calls?.take() ?? []);
  }
}

function report({ epoch, seconds }: Extract<RunEvent, { type: 'epoch' }>, callMs: readonly number[]): void {
  const inCalls = callMs.reduce((sum, ms) => sum + ms, 0) / 1000;
  process.stdout.write(`${JSON.stringify({ epoch, seconds, calls: callMs.length, in_calls: inCalls })}\n`);
}

void main();
