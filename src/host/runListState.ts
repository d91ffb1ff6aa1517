import * as z from 'zod';
import { runOrders, type RunOrder } from '../client/runOrder';

/** How the runs are listed, kept with the workspace. */
export interface RunListState {
  /** Words of `matches`; empty: all runs. */
  readonly filter: string;
  readonly order: RunOrder;
}

const state: z.ZodType<RunListState> = z.object({ filter: z.string(), order: z.enum(runOrders) });

/** Reads what was kept; all runs, newest first, where that is of no use. */
export function parseRunListState(kept: unknown): RunListState {
  return state.safeParse(kept).data ?? { filter: '', order: 'date' };
}
