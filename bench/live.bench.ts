import { costOfEveryStep, printCost } from './liveCost';
import { median, often, timeRun } from './measure';
import { takeTurns } from './takeTurns';

// What gradient norms, update ratios, block RMS and zeros after ReLUs cost: at every step of the compiled graph, with and
// without in turn in one process; and as a run measures them, whole training times in turn.

async function main(): Promise<void> {
  printCost('Live metrics at every step, compiled step of ResNet-34', await costOfEveryStep({}, often(6, 2)));
  await asRunsMeasure();
}

async function asRunsMeasure(): Promise<void> {
  const steps = often(60, 4);
  const seconds = async (...flags: string[]): Promise<number[]> => [
    (await timeRun(steps, ['--engine', 'tensorflow', ...flags])).trainingMs / 1000,
  ];
  const [without, measured] = await takeTurns(
    [
      { name: 'without', turn: () => seconds('--no-live') },
      { name: 'as often as costs next to nothing', turn: () => seconds() },
    ],
    often(3, 1),
  );
  printCost(`Live metrics as runs measure them, ${steps} steps of ResNet-34`, {
    unit: 'seconds (median)',
    without: median(without?.values ?? []),
    measured: median(measured?.values ?? []),
  });
}

void main();
