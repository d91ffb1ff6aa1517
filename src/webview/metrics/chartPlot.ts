import UPlot from 'uplot';
import type { AxisRange, ShownAxis } from './axisRange';
import type { ChartFrame, PlotSize } from './chartFrame';
import { chartLines, type ChartLine } from './chartLines';
import type { ChartSpec } from './chartSpec';
import { drawLines } from './drawLines';
import { drawBeyond, drawEpochMarks, drawTestPoints, type Overlay } from './overlay';
import { drawMoment, holdsMoment, type Moment } from './momentLine';
import { xUnits } from './xUnit';
import { plotOptions } from './plotOptions';
import { valuesRange } from './valuesRange';
import type { ValueRange } from './extent';

/** What a plot tells of the pointer. */
export interface PlotEvents {
  select(axis: 'x' | 'y', range: AxisRange): void;
  moved(): void;
  reset(): void;
  /** The line of time is dragged to a place of the horizontal axis; left out: it is a picture of one moment. */
  readonly dragTime?: (place: number) => void;
}

/** A frame with what is the chart's own. */
export interface PlotFrame extends ChartFrame {
  /** The value axis that somebody chose. */
  readonly values?: AxisRange | undefined;
}

/** The drawing of one chart: the library's axes and pointer, and our lines. */
export class ChartPlot {
  #plot: UPlot | undefined;
  #frame: PlotFrame | undefined;
  #lines: readonly ChartLine[] = [];
  #values: ValueRange | undefined;
  #drag: 'x' | 'y' | undefined;

  constructor(
    private readonly spec: ChartSpec,
    private readonly place: HTMLElement,
    private readonly events: PlotEvents,
  ) {}

  draw(frame: PlotFrame, size: PlotSize): void {
    if (this.#frame === undefined || !sameAxes(this.#frame, frame)) this.#discard();
    this.#frame = frame;
    const { range } = frame;
    this.#lines = chartLines({ spec: this.spec, ...frame, width: size.width });
    this.#values = valuesRange({ spec: this.spec, frame, lines: this.#lines, log: this.#isLog(frame) });
    const content: UPlot.AlignedData = [
      [range.from, range.to],
      [null, null],
    ];
    if (this.#plot === undefined) this.#plot = new UPlot(this.#options(frame, size), content, this.place);
    else this.#redraw(this.#plot, { size, content });
  }

  /** The place under the pointer on the horizontal axis. */
  get pointed(): number | undefined {
    const left = this.#plot?.cursor.left ?? -1;
    return this.#plot === undefined || left < 0 ? undefined : this.#plot.posToVal(left, 'x');
  }

  /** Puts the cursor on a place, or away. */
  point(place: number | undefined): void {
    const left = place === undefined ? undefined : this.#plot?.valToPos(place, 'x');
    this.#plot?.setCursor({ left: left ?? -10, top: left === undefined ? -10 : 0 });
  }

  /** The axes as they are shown. */
  get axes(): Readonly<Record<'x' | 'y', ShownAxis>> | undefined {
    const frame = this.#frame;
    if (frame === undefined || this.#values === undefined) return undefined;
    const [from, to] = this.#values;
    return { x: { ...frame.range, log: frame.logSteps }, y: { from, to, log: this.#isLog(frame) } };
  }

  /** The values of the axes under the mouse. */
  under({ clientX, clientY }: MouseEvent): { readonly x: number; readonly y: number } | undefined {
    if (this.#plot === undefined) return undefined;
    const { left, top } = this.#plot.over.getBoundingClientRect();
    return { x: this.#plot.posToVal(clientX - left, 'x'), y: this.#plot.posToVal(clientY - top, 'y') };
  }

  dispose(): void {
    this.#discard();
  }

  #isLog({ logValues }: ChartFrame): boolean {
    return logValues && this.spec.offersLog;
  }

  #options(frame: PlotFrame, size: PlotSize): UPlot.Options {
    return plotOptions({
      ...{ spec: this.spec, ...frame, log: this.#isLog(frame), size, hooks: this.#hooks() },
      steps: () => this.#frame?.range ?? frame.range,
      values: () => this.#values,
      resetZoom: () => this.events.reset(),
      dragged: (axis) => (this.#drag = axis),
      holdsTime: (left) => this.#holdsTime(left),
      dragTime: (event) => this.#dragTime(event),
    });
  }

  #redraw(plot: UPlot, { size, content }: { readonly size: PlotSize; readonly content: UPlot.AlignedData }): void {
    plot.batch(() => {
      if (plot.width !== size.width || plot.height !== size.height) plot.setSize(size);
      plot.setData(content);
    });
  }

  #hooks(): UPlot.Hooks.Arrays {
    const over = (draw: (overlay: Overlay) => void) => (plot: UPlot) => {
      const frame = this.#frame;
      if (frame === undefined || this.#values === undefined) return;
      draw({ ...frame, plot, spec: this.spec, lines: this.#lines, log: this.#isLog(frame) });
    };
    return {
      drawAxes: [over(drawEpochMarks)],
      draw: [over(drawLines), over(drawTestPoints), over(drawBeyond), (plot) => this.#drawMoment(plot)],
      setCursor: [() => this.events.moved()],
      setSelect: [(plot) => this.#select(plot)],
    };
  }

  #drawMoment(plot: UPlot): void {
    const moment = this.#moment();
    if (moment?.isPast === false && this.events.dragTime === undefined) return;
    if (moment !== undefined && this.#frame !== undefined) drawMoment(plot, this.#frame.theme, moment);
  }

  /** There is no time to go through before the second step. */
  #moment(): Moment | undefined {
    const { moment, unit, runs: [run] = [] } = this.#frame ?? {};
    if (unit === undefined || run === undefined || run.steps < 2) return undefined;
    return { place: xUnits[unit].placeOf(run, moment ?? run.steps), isPast: moment !== undefined };
  }

  #holdsTime(left: number): boolean {
    const moment = this.#moment();
    return moment !== undefined && this.#plot !== undefined && holdsMoment(this.#plot, moment.place, left);
  }

  /** Until the button is let go, wherever the pointer is. */
  #dragTime(begin: MouseEvent): void {
    const follow = (event: MouseEvent): void => {
      const place = this.under(event)?.x;
      if (place !== undefined) this.events.dragTime?.(place);
    };
    const done = new AbortController();
    window.addEventListener('mousemove', follow, { signal: done.signal });
    window.addEventListener('mouseup', () => done.abort(), { signal: done.signal });
    follow(begin);
  }

  /** The other charts follow a drag, but only the one that was dragged in tells of it. */
  #select(plot: UPlot): void {
    const axis = this.#drag;
    this.#drag = undefined;
    const { left, top, width, height } = plot.select;
    if (width === 0 && height === 0) return;
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    if (axis === 'x' && width >= 4)
      this.events.select('x', { from: plot.posToVal(left, 'x'), to: plot.posToVal(left + width, 'x') });
    if (axis === 'y' && height >= 4)
      this.events.select('y', { from: plot.posToVal(top + height, 'y'), to: plot.posToVal(top, 'y') });
  }

  #discard(): void {
    this.#plot?.destroy();
    this.#plot = undefined;
  }
}

function sameAxes(before: ChartFrame, after: ChartFrame): boolean {
  const keys = ['theme', 'unit', 'logSteps', 'logValues'] as const;
  return keys.every((key) => before[key] === after[key]);
}
