import type { AxisRange } from './axisRange';
import type { ChartSpec } from './chartSpec';
import { drawnRows } from './drawnRows';
import type { RunData } from './runData';
import type { Trace } from './trace';
import { xUnits, type XUnitName } from './xUnit';

/** One line of a chart: where it goes, null where it has a gap. */
export interface ChartLine {
  readonly kind: 'raw' | 'smooth';
  /** Which of the chart's runs it is of. */
  readonly run: number;
  readonly places: readonly number[];
  readonly values: readonly (number | null)[];
}

/** What lines are made from. */
export interface LinesPlan {
  readonly spec: ChartSpec;
  /** The run that is shown, and after it those that are compared with it. */
  readonly runs: readonly RunData[];
  readonly unit: XUnitName;
  readonly range: AxisRange;
  readonly logSteps: boolean;
  /** Of the drawing, in CSS px. */
  readonly width: number;
}

/** The lines of a chart: all that the first run has, and of each other run the one that says most. */
export function chartLines(plan: LinesPlan): readonly ChartLine[] {
  return plan.runs.flatMap((run, index) => {
    const { raw, smooth } = plan.spec.traces(run);
    if (index > 0) return lineOf(plan, { run, index, kind: smooth === undefined ? 'raw' : 'smooth' }, smooth ?? raw);
    return [...lineOf(plan, { run, index, kind: 'raw' }, raw), ...lineOf(plan, { run, index, kind: 'smooth' }, smooth)];
  });
}

interface Drawn {
  readonly run: RunData;
  readonly index: number;
  readonly kind: ChartLine['kind'];
}

function lineOf(plan: LinesPlan, { run, index, kind }: Drawn, trace: Trace | undefined): readonly ChartLine[] {
  if (trace === undefined || trace.length === 0) return [];
  const { placeOf, stepAt } = xUnits[plan.unit];
  const { from, to } = plan.range;
  const range = { from: stepAt(run, from), to: Math.min(trace.length, stepAt(run, to)) };
  if (range.from > trace.length) return [];
  const { steps, values } = drawnRows({ traces: [trace], range, columns: columnsOf(plan, index), log: plan.logSteps });
  return [{ kind, run: index, places: steps.map((step) => placeOf(run, step)), values: values[0] ?? [] }];
}

/** Each pixel of the screen for the first run; many runs together get no more than can be told apart. */
function columnsOf({ width, runs }: LinesPlan, index: number): number {
  if (index === 0) return Math.round(width * devicePixelRatio);
  return Math.max(60, Math.min(width, Math.round(6000 / runs.length)));
}
