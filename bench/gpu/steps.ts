import { gpuEnvironment } from '../../src/client/trainerEnvironment';
import { median, often, rounded } from '../measure';
import { howTrained, startPyTorch, type PyTorchStart } from '../peers/pytorch';
import { printSteps, valuesOf } from '../printSteps';
import { startStepServer } from '../startStepServer';
import { takeTurns, type Measured } from '../takeTurns';
import { contestant, type Started, type TrainingProcess } from '../trainingProcess';
import { cifarResnet20, cifarResnet56, resnet34, resnet50, type Workload } from '../workloads';
import { device, engine, onCpu } from './card';
import { isChosen } from './isChosen';

const rounds = often(4, 1);
const steps = often(25, 1);

const large: Workload = { ...resnet50, title: 'ResNet-50, 3×224×224, 1000 classes, batch 128, Adam', batch: 128 };

/** CIFAR's are augmented on our side alone: PyTorch gets its batches ready-made on the card. */
const small = [cifarResnet20, cifarResnet56].map((workload) => ({
  ...workload,
  title: `${workload.title}, augmented`,
  augmented: true,
}));

/** Each in float32, with TF32 as both sides have it by default, and in mixed precision. */
const workloads = [resnet34, ...small, large].flatMap((workload): Workload[] => [
  workload,
  { ...workload, title: `${workload.title}, bfloat16`, precision: 'bfloat16' },
]);

const peers: readonly PyTorchStart[] = [
  { device },
  { device, channelsLast: true },
  { device, compile: true, mode: 'reduce-overhead' },
  { device, compile: true, mode: 'reduce-overhead', channelsLast: true },
];

/** Training steps in turn with PyTorch's; on the processor only the first workloads, which is enough to try it. */
export async function* compareSteps(): AsyncGenerator<object, void, undefined> {
  const chosen = workloads.filter(({ title }) => isChosen('WORKLOADS', title));
  for (const workload of onCpu ? chosen.slice(0, 3) : chosen) yield reported(workload, await compare(workload));
}

async function compare(workload: Workload): Promise<readonly Measured[]> {
  const plain = gpuEnvironment({ xla: false, tf32: true });
  const compiling = gpuEnvironment({ xla: true, tf32: true });
  const ours: TrainingProcess[] = [await startStepServer(workload, { step: 'compiled', engine, env: plain })];
  if (!onCpu && isChosen('CONTESTANTS', 'XLA'))
    ours.push(await startStepServer(workload, { step: 'compiled', engine, env: compiling, name: 'compiled, XLA' }));
  const started: Started[] = [];
  for (const peer of peers)
    if (isChosen('CONTESTANTS', howTrained(workload, peer))) started.push(await startPyTorch(workload, peer));
  const running = started.flatMap((peer) => ('process' in peer ? [peer.process] : []));
  const all = [...ours, ...running];
  const rows = await takeTurns(all.map((one) => contestant(one, steps)), rounds); // prettier-ignore
  for (const one of all) await one.dispose();
  printSteps({ workload, rows, peers: started, references: running.slice(0, 1).map(({ name }) => name) });
  return rows;
}

function reported({ title, batch }: Workload, rows: readonly Measured[]): object {
  const medians = rows.map(({ name, load }) => {
    const ms = median(valuesOf(rows, name));
    return { name, ms: rounded(ms, 2), imagesPerSecond: rounded((1000 * batch) / ms, 1), load };
  });
  return { title, rounds, steps, rows: medians };
}
