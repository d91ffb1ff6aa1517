import * as z from 'zod';

/** What a window shows, kept for its next load. */
export interface ShownState {
  /** The latest run's folder. */
  readonly run?: string | undefined;
  /** A network that the panel shows instead of the run's. */
  readonly network?: string | undefined;
  /** A network file that the panel shows instead, by its URI. */
  readonly file?: string | undefined;
  /** Another program's file that the panel shows instead, by its URI. */
  readonly model?: string | undefined;
}

const shownState: z.ZodType<ShownState> = z.object({
  run: z.string().optional(),
  network: z.string().optional(),
  file: z.string().optional(),
  model: z.string().optional(),
});

/** Reads what was kept; nothing of it if another version kept it differently. */
export function parseShownState(kept: unknown): ShownState {
  return shownState.safeParse(kept).data ?? {};
}
