import type uPlot from 'uplot';
import { exact } from '../../protocol/format';
import { logTicks, wholeIncrements } from './axisTicks';
import type { ChartSpec } from './chartSpec';
import type { ChartTheme } from './chartTheme';
import type { StepRange } from './drawnRows';
import type { ValueRange } from './valueRange';

/** Width of the value axis in CSS px: the same in all charts, so that their steps stand below each other. */
const valueAxisWidth = 48;

/** How the library numbers its kinds of scale; its own names for them are not there at run time. */
const kinds = { linear: 1, logarithmic: 3 };

/** What a plot is made of; the ranges are asked for at each drawing. */
export interface PlotPlan {
  readonly spec: ChartSpec;
  readonly theme: ChartTheme;
  readonly log: boolean;
  readonly size: { readonly width: number; readonly height: number };
  readonly steps: () => StepRange;
  readonly values: () => ValueRange | undefined;
  readonly hooks: uPlot.Hooks.Arrays;
  readonly resetZoom: () => void;
}

/** The chart library's options for one chart. */
export function plotOptions(plan: PlotPlan): uPlot.Options {
  const { size, hooks } = plan;
  return {
    ...size,
    legend: { show: false },
    padding: [18, 18, 0, 0],
    cursor: cursorOptions(plan),
    scales: {
      x: { time: false, range: () => [plan.steps().from, plan.steps().to] },
      y: valueScale(plan),
    },
    axes: [stepAxis(plan.theme), valueAxis(plan)],
    series: seriesOptions(plan),
    hooks,
  };
}

function valueScale({ log, values }: PlotPlan): uPlot.Scale {
  const scale: uPlot.Scale = { range: () => [...(values() ?? ([null, null] as const))] };
  return Object.assign(scale, { distr: log ? kinds.logarithmic : kinds.linear });
}

function cursorOptions({ resetZoom }: PlotPlan): uPlot.Cursor {
  const reset = (): null => {
    resetZoom();
    return null;
  };
  return {
    y: false,
    drag: { x: true, y: false, setScale: false },
    sync: { key: 'metrics', scales: ['x', null], setSeries: false },
    points: { show: false },
    bind: { dblclick: () => reset },
  };
}

function seriesOptions({ spec, theme }: PlotPlan): uPlot.Series[] {
  const stroke = theme.inks[spec.ink];
  const single = { show: (plot: uPlot): boolean => plot.data[0].length === 1, size: 5, fill: stroke };
  return [
    {},
    { show: spec.labels.raw !== undefined, stroke, width: 1, alpha: theme.rawAlpha, points: single },
    { stroke, width: 2, points: single },
  ];
}

function stepAxis(theme: ChartTheme): uPlot.Axis {
  return {
    ...lines(theme),
    size: 24,
    space: 54,
    incrs: [...wholeIncrements],
    values: (plot, splits) => splits.map((step) => (hasRoom(plot, step) ? stepText(step) : '')),
    grid: { show: false },
  };
}

function valueAxis({ spec, theme, log }: PlotPlan): uPlot.Axis {
  return {
    ...lines(theme),
    size: valueAxisWidth,
    space: 26,
    values: (_plot, splits) => splits.map(spec.formatTick),
    grid: { stroke: theme.grid, width: 1 },
    ...(log ? { splits: logSplits, filter: (_plot: uPlot, splits: number[]) => splits } : {}),
  };
}

const logSplits = (plot: uPlot, ...[, low = 1, high = 10]: readonly number[]): number[] =>
  logTicks(low, high, plot.height / 32);

function lines(theme: ChartTheme): uPlot.Axis {
  return {
    stroke: theme.faintText,
    font: `${theme.fontSize}px ${theme.fontFamily}`,
    gap: 4,
    ticks: { stroke: theme.grid, width: 1, size: 4 },
  };
}

/** No label reaches below the value axis, where a note on low values may stand. */
function hasRoom(plot: uPlot, step: number): boolean {
  return plot.data[0].length > 0 && plot.valToPos(step, 'x') > 14;
}

function stepText(step: number): string {
  return step < 10_000 ? exact(step) : `${exact(step / 1000)}k`;
}
