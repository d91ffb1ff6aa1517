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
}

/** A size in CSS px. */
export interface PlotSize {
  readonly width: number;
  readonly height: number;
}
