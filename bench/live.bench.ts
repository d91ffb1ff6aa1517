import { median, often, printTable, rounded, timeRun } from './measure';
import { startStepServer } from './startStepServer';
import { takeTurns } from './takeTurns';
import { resnet34 } from './workloads';

// What gradient norms, update ratios, block RMS and zeros after ReLUs cost: at every step of the compiled graph, with and
// without in turn in one process; and as a run measures them, whole training times in turn.

async function main(): Promise<void> {
  await everyStep();
  await asRunsMeasure();
}

async function everyStep(): Promise<void> {
  const server = await startStepServer(resnet34, { step: 'compiled' });
  await server.runMeasured(often(3, 1)); // its own warm-up
  const steps = often(6, 2);
  const [without, measured] = await takeTurns(
    [
      { name: 'without', turn: async () => (await server.run(steps)).stepMs },
      { name: 'at every step', turn: async () => (await server.runMeasured(steps)).stepMs },
    ],
    often(8, 1),
  );
  await server.dispose();
  printCost('Live metrics at every step, compiled step of ResNet-34', {
    unit: 'ms a step (median)',
    without: median(without?.values ?? []),
    measured: median(measured?.values ?? []),
  });
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

interface Cost {
  readonly unit: string;
  readonly without: number;
  readonly measured: number;
}

function printCost(title: string, { unit, without, measured }: Cost): void {
  printTable(title, [
    { row: 'without', [unit]: rounded(without, 2) },
    { row: 'with', [unit]: rounded(measured, 2) },
    { row: 'cost', [unit]: `${rounded(100 * (measured / without - 1), 1)} %` },
  ]);
}

void main();
