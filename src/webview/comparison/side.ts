import type { ComparedSide } from '../../protocol/viewContract';

/** Both sides of a comparison, in reading order. */
export const sides = ['left', 'right'] as const satisfies readonly ComparedSide[];

/** Something that each side has. */
export type Both<T> = Readonly<Record<ComparedSide, T>>;

/** The other of the two sides. */
export const across: Both<ComparedSide> = { left: 'right', right: 'left' };

/** Makes something for each side. */
export function forBoth<T>(make: (side: ComparedSide) => T): Both<T> {
  return { left: make('left'), right: make('right') };
}
