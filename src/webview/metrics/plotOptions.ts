import type uPlot from 'uplot';
import type { AxisRange } from './axisRange';
import { logTicks } from '../../drawing/charts/axisTicks';
import type { ChartSpec } from './chartSpec';
import type { ChartTheme } from './chartTheme';
import type { ValueRange } from './extent';
import { scaleKinds } from './valueScale';
import { xUnits, type XUnitName } from './xUnit';

/** Width of the value axis in CSS px: the same in all charts, so that their steps stand below each other. */
const valueAxisWidth = 48;

/** What a plot is made of; the ranges are asked for at each drawing. */
export interface PlotPlan {
  readonly spec: ChartSpec;
  readonly theme: ChartTheme;
  readonly log: boolean;
  readonly logSteps: boolean;
  readonly unit: XUnitName;
  readonly size: { readonly width: number; readonly height: number };
  readonly steps: () => AxisRange;
  readonly values: () => ValueRange | undefined;
  readonly hooks: uPlot.Hooks.Arrays;
  readonly resetZoom: () => void;
  /** A drag begins that selects so. */
  readonly dragged: (axis: 'x' | 'y') => void;
  /** Whether the pointer, so many CSS px from the left edge, would take hold of the line of time. */
  readonly holdsTime: (left: number) => boolean;
  /** The line of time is taken hold of. */
  readonly dragTime: (begin: MouseEvent) => void;
}

/** The chart library's options for one chart. */
export function plotOptions(plan: PlotPlan): uPlot.Options {
  const { size, hooks, theme } = plan;
  return {
    ...size,
    legend: { show: false },
    padding: [18 * theme.scale, 18 * theme.scale, 0, 0],
    cursor: cursorOptions(plan),
    scales: {
      x: stepScale(plan),
      y: valueScale(plan),
    },
    axes: [stepAxis(plan), valueAxis(plan)],
    series: [{}, {}],
    hooks,
  };
}

function valueScale({ log, values }: PlotPlan): uPlot.Scale {
  const scale: uPlot.Scale = { range: () => [...(values() ?? ([null, null] as const))] };
  return Object.assign(scale, { distr: log ? scaleKinds.logarithmic : scaleKinds.linear });
}

function stepScale({ logSteps, steps }: PlotPlan): uPlot.Scale {
  const scale: uPlot.Scale = { time: false, range: () => [steps().from, steps().to] };
  return Object.assign(scale, { distr: logSteps ? scaleKinds.logarithmic : scaleKinds.linear });
}

function cursorOptions({ resetZoom, dragged, holdsTime, dragTime }: PlotPlan): uPlot.Cursor {
  const reset = (): null => {
    resetZoom();
    return null;
  };
  return {
    y: false,
    drag: { x: true, y: false, setScale: false },
    sync: { key: 'metrics', scales: ['x', null], setSeries: false },
    points: { show: false },
    bind: {
      dblclick: () => reset,
      mousemove: (plot, _target, move) => (event) => {
        plot.over.style.cursor = event.buttons === 0 && holdsTime(event.offsetX) ? 'ew-resize' : '';
        return move(event);
      },
      mousedown: (plot, _target, begin) => (event) => {
        if (event.button === 0 && !event.shiftKey && holdsTime(event.offsetX)) {
          dragTime(event);
          return null;
        }
        const drag = plot.cursor.drag ?? {};
        Object.assign(drag, { x: !event.shiftKey, y: event.shiftKey });
        dragged(event.shiftKey ? 'y' : 'x');
        return begin(event);
      },
    },
  };
}

function stepAxis({ theme, unit, logSteps }: PlotPlan): uPlot.Axis {
  const { spacings, formatTick } = xUnits[unit];
  return {
    ...lines(theme),
    size: 24 * theme.scale,
    space: 54 * theme.scale,
    ...(spacings === undefined ? {} : { incrs: [...spacings] }),
    values: (plot, splits) => splits.map((place) => (hasRoom(plot, place, theme) ? formatTick(place) : '')),
    grid: { show: false },
    ...(logSteps ? logarithmic((plot) => plot.width / (64 * theme.scale)) : {}),
  };
}

function valueAxis({ spec, theme, log }: PlotPlan): uPlot.Axis {
  return {
    ...lines(theme),
    size: valueAxisWidth * theme.scale,
    space: 26 * theme.scale,
    values: (_plot, splits) => splits.map(spec.formatTick),
    grid: { stroke: theme.grid, width: theme.scale },
    ...(log ? logarithmic((plot) => plot.height / (32 * theme.scale)) : {}),
  };
}

/** Ticks of a logarithmic axis that has room for so many. */
function logarithmic(room: (plot: uPlot) => number): Pick<uPlot.Axis, 'splits' | 'filter'> {
  return {
    splits: (plot: uPlot, ...[, low = 1, high = 10]: readonly number[]) => logTicks(low, high, room(plot)),
    filter: (_plot: uPlot, splits: number[]) => splits,
  };
}

function lines(theme: ChartTheme): uPlot.Axis {
  return {
    stroke: theme.faintText,
    font: `${theme.fontSize * theme.scale}px ${theme.fontFamily}`,
    gap: 4 * theme.scale,
    ticks: { stroke: theme.grid, width: theme.scale, size: 4 * theme.scale },
  };
}

/** No label reaches below the value axis, where a note on low values may stand. */
function hasRoom(plot: uPlot, place: number, { scale }: ChartTheme): boolean {
  return plot.valToPos(place, 'x') > 14 * scale;
}
