import type { ChartFrame } from './chartFrame';
import type { ChartSpec } from './chartSpec';
import { runNames } from './runNames';
import { runStyle } from './runStyle';

/** A line of a chart, and what it is called. */
export interface LegendEntry {
  readonly text: string;
  readonly ink: string;
  /** In CSS px; empty for a line without gaps. */
  readonly dash: readonly number[];
  readonly width: number;
  readonly alpha: number;
}

/** The lines of the first run by their names, then one line for each run that is compared with it. */
export function legendOf(spec: ChartSpec, { runs, theme }: ChartFrame): readonly LegendEntry[] {
  const { raw, smooth, test } = spec.labels;
  const { ink, testInk } = runStyle(0, theme, spec.ink);
  const plain = { ink, dash: [], width: 2, alpha: 1 };
  const entries: (LegendEntry | undefined)[] = [
    raw === undefined
      ? undefined
      : { ...plain, text: raw, ...(smooth === undefined ? {} : { width: 1, alpha: theme.rawAlpha }) },
    smooth === undefined ? undefined : { ...plain, text: smooth },
    test === undefined ? undefined : { ...plain, text: test, ink: testInk, dash: [5, 3], width: 1.5 },
    ...runNames(runs)
      .slice(1)
      .map((text, index) => {
        const style = runStyle(index + 1, theme, spec.ink);
        return { text, ink: style.ink, dash: style.dash, width: 1.5, alpha: 1 };
      }),
  ];
  return entries.filter((entry) => entry !== undefined);
}
