import { often, timeRun } from './measure';
import { startPyTorch } from './peers/pytorch';
import { printShare } from './printShare';
import { printSteps, valuesOf } from './printSteps';
import { startStepServer } from './startStepServer';
import { takeTurns } from './takeTurns';
import { contestant, type Started, type TrainingProcess } from './trainingProcess';
import { cifarResnet20, resnet34, resnet50, type Workload } from './workloads';

// A training step's time: ours and PyTorch's in turn, A B A B, float32, each in a process that rests while the others work.

const rounds = often(4, 1);
const steps = often(6, 2);

async function main(): Promise<void> {
  await compareResnet34();
  await compare(cifarResnet20);
  await compare(resnet50);
}

async function compareResnet34(): Promise<void> {
  const compiled = await startStepServer(resnet34, { step: 'compiled' });
  const opByOp = await startStepServer(resnet34, { step: 'eager' });
  const eager = await startPyTorch(resnet34);
  const peers = [eager, await startPyTorch(resnet34, { compile: true })];
  const all = [compiled, opByOp, ...runningOf(peers)];
  const product = { name: 'product', turn: async () => [await compiled.product()] };
  const measured = await takeTurns([...all.map((one) => contestant(one, steps)), product], rounds);
  for (const one of all) await one.dispose();
  const wasm = async (): Promise<readonly number[]> =>
    (await timeRun(often(4, 2), ['--engine', 'wasm', '--no-live'])).stepMs.slice(1);
  const rows = [...measured.slice(0, -1), ...(await takeTurns([{ name: 'wasm', turn: wasm }], 1))];
  const references = [...runningOf([eager]).map(({ name }) => name), opByOp.name];
  printSteps({ workload: resnet34, rows, peers, references });
  const [stepMs, products] = [valuesOf(measured, compiled.name), valuesOf(measured, product.name)];
  printShare({ workload: resnet34, stepMs, products });
  process.stdout.write('The cpu engine is left out: a step takes it minutes.\n');
}

async function compare(workload: Workload): Promise<void> {
  const peers = [await startPyTorch(workload)];
  const all = [await startStepServer(workload, { step: 'compiled' }), ...runningOf(peers)];
  const contestants = all.map((one) => contestant(one, steps));
  const rows = await takeTurns(contestants, rounds);
  for (const one of all) await one.dispose();
  const references = runningOf(peers).map(({ name }) => name);
  printSteps({ workload, rows, peers, references });
}

function runningOf(peers: readonly Started[]): readonly TrainingProcess[] {
  return peers.flatMap((peer) => ('process' in peer ? [peer.process] : []));
}

void main();
