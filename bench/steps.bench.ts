import { median, printTable, timeRun } from './measure';
import { startPyTorch } from './peers/pytorch';

// Step time of ResNet-34 on 3×32×32, two classes, batch 64, Adam, float32: our engines and PyTorch eager in turn, A B A B.

const rounds = 3;
const steps = 12;
/** Steps that are left out at each run's start. */
const warmUp = 2;

async function main(): Promise<void> {
  const peer = await startPyTorch();
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(...(await timeRun(steps + warmUp, ['--engine', 'tensorflow', '--no-live'])).stepMs.slice(warmUp));
    if (peer !== undefined) theirs.push(...(await peer.run(steps)));
  }
  const wasm = (await timeRun(4, ['--engine', 'wasm', '--no-live'])).stepMs.slice(1);
  peer?.dispose();
  const row = (engine: string, values: readonly number[]): Record<string, string | number> => ({
    engine,
    'ms a step (median)': Number(median(values).toFixed(0)),
    'images/s': Number((64_000 / median(values)).toFixed(1)),
    'speed over PyTorch': theirs.length === 0 ? 'not measured' : Number((median(theirs) / median(values)).toFixed(2)),
    steps: values.length,
  });
  printTable('ResNet-34, 3×32×32, batch 64, Adam', [
    row('tensorflow, op by op', ours),
    row('wasm', wasm),
    ...(peer === undefined ? [] : [row(`PyTorch ${peer.version}, eager`, theirs)]),
  ]);
  process.stdout.write('The cpu engine is left out: a step takes it minutes.\n');
}

void main();
