import type { ChartSpec } from './chartSpec';
import type { ChartTheme } from './chartTheme';

/** The marks of test values, by which runs are told apart beside their colour and dashes. */
export type Mark = 'diamond' | 'circle' | 'square' | 'up' | 'down';

/** What a run's lines look like. */
export interface RunStyle {
  readonly ink: string;
  readonly testInk: string;
  /** In CSS px; empty for a line without gaps. */
  readonly dash: readonly number[];
  readonly mark: Mark;
}

/** Neither of these lists' lengths divides the other: runs in a row differ in colour and dashes, and twenty differ in one. */
const dashes = [
  [7, 3],
  [2, 3],
  [10, 3, 2, 3],
  [4, 2],
] as const;
const marks = ['circle', 'square', 'up', 'down'] as const;

/** The first run has the chart's own colours and a line without gaps. */
export function runStyle(index: number, { inks, others }: ChartTheme, ink: ChartSpec['ink']): RunStyle {
  if (index === 0) return { ink: inks[ink], testInk: inks.test, dash: [], mark: 'diamond' };
  const colour = others[(index - 1) % others.length] ?? inks.train;
  const [dash = dashes[0], mark = marks[0]] = [dashes[(index - 1) % dashes.length], marks[(index - 1) % marks.length]];
  return { ink: colour, testInk: colour, dash, mark };
}
