import { z } from 'zod';
import { startBenchProcess, workloadArguments } from './benchProcess';
import { trainSteps, warmUp, type TrainedSteps, type TrainingProcess } from './trainingProcess';
import type { Workload } from './workloads';

/** Our own training step in a process of its own. */
export interface StepServer extends TrainingProcess {
  /** Steps with live metrics at each of them. */
  runMeasured(steps: number): Promise<TrainedSteps>;
  /** The machine's GFLOP/s for one large float32 product. */
  product(): Promise<number>;
}

const names = { compiled: 'compiled', eager: 'op by op' } as const;

/** Starts our side of a comparison on native TensorFlow. */
export async function startStepServer(
  workload: Workload,
  { step }: { readonly step: keyof typeof names },
): Promise<StepServer> {
  const child = startBenchProcess('stepServer', [
    ...workloadArguments(workload),
    '--step',
    step,
    '--warmup',
    String(warmUp),
  ]);
  await child.read(z.object({ ready: z.literal(true) }));
  return {
    name: names[step],
    run: (steps) => trainSteps(child, steps),
    runMeasured: (steps) => trainSteps(child, steps, ' measured'),
    product: async () => (await child.ask('product', z.object({ gflops: z.number() }))).gflops,
    dispose: () => child.dispose(),
  };
}
