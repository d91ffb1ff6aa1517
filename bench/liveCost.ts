import { median, often, printTable, rounded } from './measure';
import { startStepServer, type StepServerStart } from './startStepServer';
import { takeTurns } from './takeTurns';
import { resnet34 } from './workloads';

/** What live metrics cost: medians with and without them. */
export interface Cost {
  readonly unit: string;
  readonly without: number;
  readonly measured: number;
}

/** Live metrics at every step of ResNet-34's compiled graph, with and without in turn in one process. */
export async function costOfEveryStep(start: Omit<StepServerStart, 'step'>, steps: number): Promise<Cost> {
  const server = await startStepServer(resnet34, { step: 'compiled', ...start });
  await server.runMeasured(often(3, 1)); // its own warm-up
  const [without, measured] = await takeTurns(
    [
      { name: 'without', turn: async () => (await server.run(steps)).stepMs },
      { name: 'at every step', turn: async () => (await server.runMeasured(steps)).stepMs },
    ],
    often(8, 1),
  );
  await server.dispose();
  return {
    unit: 'ms a step (median)',
    without: median(without?.values ?? []),
    measured: median(measured?.values ?? []),
  };
}

export function percentOf({ without, measured }: Cost): number {
  return rounded(100 * (measured / without - 1), 1);
}

export function printCost(title: string, cost: Cost): void {
  const { unit, without, measured } = cost;
  printTable(title, [
    { row: 'without', [unit]: rounded(without, 2) },
    { row: 'with', [unit]: rounded(measured, 2) },
    { row: 'cost', [unit]: `${percentOf(cost)} %` },
  ]);
}
