import * as z from 'zod/mini';
import { cardSizeNames } from '../../drawing/graph/cardSize';
import { tintLook } from '../../drawing/graph/tintLook';

const savedState = z.object({
  version: z.literal(2),
  /** Of which network: another one starts afresh. */
  network: z.string(),
  opened: z.array(z.string()),
  view: z.optional(z.object({ x: z.number(), y: z.number(), scale: z.number().check(z.positive()) })),
  ...tintLook.shape,
  cardSize: z.enum(cardSizeNames),
  /** Whether the pane beside the drawing is open; left out: wide panels have it open. */
  details: z.optional(z.boolean()),
});

/** What the panel keeps while it is hidden, moved or reloaded. */
export type SavedState = z.infer<typeof savedState>;

/** The saved state, or nothing if there is none that this version can read. */
export function readSavedState(value: unknown): SavedState | undefined {
  const parsed = savedState.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
