import * as z from 'zod';
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

/** How our side is started. */
export interface StepServerStart {
  readonly step: keyof typeof names;
  readonly engine?: 'tensorflow' | 'tensorflow-gpu';
  /** What TensorFlow reads when it is loaded. */
  readonly env?: NodeJS.ProcessEnv;
  /** The row's name. */
  readonly name?: string;
}

/** Starts our side of a comparison on native TensorFlow. */
export async function startStepServer(
  workload: Workload,
  { step, engine = 'tensorflow', env = {}, name = names[step] }: StepServerStart,
): Promise<StepServer> {
  const args = ['--step', step, '--engine', engine, '--warmup', String(warmUp)];
  const child = startBenchProcess('stepServer', [...workloadArguments(workload), ...args], env);
  await child.read(z.object({ ready: z.literal(true) }));
  return {
    name,
    run: (steps) => trainSteps(child, steps),
    runMeasured: (steps) => trainSteps(child, steps, ' measured'),
    product: async () => (await child.ask('product', z.object({ gflops: z.number() }))).gflops,
    dispose: () => child.dispose(),
  };
}
