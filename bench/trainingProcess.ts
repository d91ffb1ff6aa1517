import * as z from 'zod';
import type { LineProcess } from './lineProcess';
import type { Contestant } from './takeTurns';

/** Both sides' answer to `run N`. */
const trainedSchema = z.object({ step_ms: z.array(z.number()), rss_mb: z.number() });

/** Steps that were trained: milliseconds of each, and the process's resident memory in MB (10⁶ bytes) after them. */
export interface TrainedSteps {
  readonly stepMs: readonly number[];
  readonly rssMb: number;
}

/** A process that trains a workload when asked, and rests between. */
export interface TrainingProcess {
  readonly name: string;
  run(steps: number): Promise<TrainedSteps>;
  dispose(): Promise<void>;
}

/** A training process, or the reason why there is none. */
export type Started = { readonly process: TrainingProcess } | { readonly name: string; readonly absent: string };

/** Steps that each side trains before it is measured. */
export const warmUp = 3;

/** Asks a process of either side for steps; `how` is a word more for ours. */
export async function trainSteps(child: LineProcess, steps: number, how = ''): Promise<TrainedSteps> {
  const answer = await child.ask(`run ${steps}${how}`, trainedSchema);
  return { stepMs: answer.step_ms, rssMb: answer.rss_mb };
}

/** So many steps of a process as its turn. */
export function contestant(process: TrainingProcess, steps: number): Contestant {
  return { name: process.name, turn: async () => (await process.run(steps)).stepMs };
}
