import type { AxisRange } from './axisRange';
import type { ChartTheme } from './chartTheme';
import type { RunData } from './runData';
import type { ViewState } from './viewState';

/** What all charts are to show now. */
export interface ChartFrame extends Pick<ViewState, 'unit' | 'logSteps' | 'logValues' | 'fromZero'> {
  /** The run that is shown, and after it those that are compared with it. */
  readonly runs: readonly [RunData, ...RunData[]];
  /** Of the horizontal axis, in its unit. */
  readonly range: AxisRange;
  readonly theme: ChartTheme;
  /** The step of the first run that is looked back at. */
  readonly moment?: number | undefined;
  /** The axes are on the move: many lines are drawn without their dashes, which take most of the time. */
  readonly moving: boolean;
}

/** A size in CSS px. */
export interface PlotSize {
  readonly width: number;
  readonly height: number;
}
