import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gpuEnvironment } from '../src/client/trainerEnvironment';
import { UserError } from '../src/protocol/userError';
import { startNativeGpu } from '../src/trainer/engines/nativeEngine';
import { trainerFolders } from '../src/trainer/folders';
import { median, often, rounded } from './measure';
import { startPyTorch, type PyTorchStart } from './peers/pytorch';
import { printSteps, valuesOf } from './printSteps';
import { startStepServer } from './startStepServer';
import { takeTurns, type Measured } from './takeTurns';
import { contestant, type Started, type TrainingProcess } from './trainingProcess';
import { cifarResnet20, cifarResnet56, resnet34, resnet50, type Workload } from './workloads';

// The compiled step on an NVIDIA card against PyTorch on the same card, in turn; the report is artifacts/bench-gpu.json. With
// RESNET_BENCH_DEVICE=cpu everything runs on the processor, to try the benchmark where there is no card.

const onCpu = process.env['RESNET_BENCH_DEVICE'] === 'cpu';
const device = onCpu ? 'cpu' : 'cuda';
const engine = onCpu ? 'tensorflow' : 'tensorflow-gpu';
const rounds = often(4, 1);
const steps = often(25, 1);

const large: Workload = { ...resnet50, title: 'ResNet-50, 3×224×224, 1000 classes, batch 128, Adam', batch: 128 };

/** Each in float32, with TF32 as both sides have it by default, and in mixed precision. */
const workloads = [resnet34, cifarResnet20, cifarResnet56, large].flatMap((workload): Workload[] => [
  workload,
  { ...workload, title: `${workload.title}, bfloat16`, precision: 'bfloat16' },
]);

const peers: readonly PyTorchStart[] = [
  { device },
  { device, channelsLast: true },
  { device, compile: true, mode: 'reduce-overhead' },
  { device, compile: true, mode: 'reduce-overhead', channelsLast: true },
];

async function main(): Promise<void> {
  const card = onCpu ? 'the processor, to try the benchmark' : await cardHere();
  if (card === undefined) return;
  const report: object[] = [];
  for (const workload of onCpu ? workloads.slice(0, 4) : workloads)
    report.push(reported(workload, await compare(workload)));
  mkdirSync('artifacts', { recursive: true });
  const file = path.join('artifacts', 'bench-gpu.json');
  writeFileSync(file, JSON.stringify({ card, rounds, steps, workloads: report }, undefined, 2));
  process.stdout.write(`\nOn ${card}; the report is ${file}.\n`);
}

/** The card's name; a sentence where there is none, which is no fault of the benchmark. */
async function cardHere(): Promise<string | undefined> {
  try {
    return await startNativeGpu(trainerFolders().home);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    process.stdout.write(`The GPU benchmark was not run: ${error.message}\n`);
    return undefined;
  }
}

async function compare(workload: Workload): Promise<readonly Measured[]> {
  const plain = gpuEnvironment({ xla: false, tf32: true });
  const ours: TrainingProcess[] = [
    await startStepServer(workload, { step: 'compiled', engine, env: plain }),
    ...(onCpu ? [] : [await startStepServer(workload, { step: 'compiled', engine, env: gpuEnvironment({ xla: true, tf32: true }), name: 'compiled, XLA' })]), // prettier-ignore
  ];
  const started: Started[] = [];
  for (const peer of peers) started.push(await startPyTorch(workload, peer));
  const running = started.flatMap((peer) => ('process' in peer ? [peer.process] : []));
  const all = [...ours, ...running];
  const rows = await takeTurns(all.map((one) => contestant(one, steps)), rounds); // prettier-ignore
  for (const one of all) await one.dispose();
  printSteps({ workload, rows, peers: started, references: running.slice(0, 1).map(({ name }) => name) });
  return rows;
}

function reported({ title, batch }: Workload, rows: readonly Measured[]): object {
  const medians = rows.map(({ name }) => {
    const ms = median(valuesOf(rows, name));
    return { name, ms: rounded(ms, 2), imagesPerSecond: rounded((1000 * batch) / ms, 1) };
  });
  return { title, rows: medians };
}

void main().then(() => process.exit());
