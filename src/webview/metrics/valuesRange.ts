import type { PlotFrame } from './chartPlot';
import type { ChartLine } from './chartLines';
import type { ChartSpec } from './chartSpec';
import type { ValueRange } from './extent';
import { fitRange } from './valueRange';
import { xUnits } from './xUnit';

/** What a value axis is fitted to. */
export interface ValuesPlan {
  readonly spec: ChartSpec;
  readonly frame: PlotFrame;
  readonly lines: readonly ChartLine[];
  /** Whether the value axis is logarithmic. */
  readonly log: boolean;
}

/**
 * The value axis: the one that was chosen, else one that fits. It is that of the single steps where they are drawn: a few
 * outliers stay long in their moving average.
 */
export function valuesRange({ spec, frame, lines, log }: ValuesPlan): ValueRange | undefined {
  if (frame.values !== undefined) return [frame.values.from, frame.values.to];
  const { labels, bounds, leastSpan } = spec;
  const fit = { log, bounds, leastSpan, fromZero: frame.fromZero };
  const tests = testValues(spec, frame);
  const fitted = lines.filter(({ kind, run }) => run > 0 || labels.raw === undefined || kind === 'raw');
  const values = fitted.map((line) => line.values);
  return labels.raw === undefined
    ? fitRange({ ...fit, steps: [], points: [...tests, ...values.flat().filter((value) => value !== null)] })
    : fitRange({ ...fit, steps: values, points: tests });
}

function testValues({ test }: ChartSpec, { runs, range, unit }: PlotFrame): readonly number[] {
  if (test === undefined) return [];
  const { placeOf } = xUnits[unit];
  return runs.flatMap((run) =>
    run.epochs
      .filter(({ step }) => placeOf(run, step) >= range.from && placeOf(run, step) <= range.to)
      .map((epoch) => test(epoch)),
  );
}
