import UPlot from 'uplot';
import { html, setAttributes } from '../element';
import type { ChartSpec } from './chartSpec';
import type { ChartTheme } from './chartTheme';
import { drawnRows, type DrawnRows, type StepRange } from './drawnRows';
import { drawMoment } from './momentLine';
import { drawEpochMarks, drawBeyond, drawTestPoints, type Overlay } from './overlay';
import { plotOptions } from './plotOptions';
import { Readout } from './readout';
import type { RunData } from './runData';
import { fitRange, type ValueRange } from './valueRange';

/** What a chart is to show now. */
export interface ChartFrame {
  readonly data: RunData;
  readonly range: StepRange;
  readonly log: boolean;
  readonly theme: ChartTheme;
  /** The step that is looked back at. */
  readonly moment?: number | undefined;
}

/** What a chart tells of the pointer. */
export interface ChartEvents {
  /** Somebody chose a range of steps, or asks for all of them. */
  zoom(range: StepRange | undefined): void;
  /** Somebody goes to a step by the keyboard, or away from all. */
  point(step: number | undefined): void;
  /** The place for the drawing has another size. */
  resized(): void;
}

/** One chart: its read-out and its drawing. */
export class Chart {
  readonly element: HTMLElement;
  readonly #readout: Readout;
  readonly #place = html('div', { class: 'plot', role: 'img', tabindex: 0 });
  #plot: UPlot | undefined;
  #frame: ChartFrame | undefined;
  #values: ValueRange | undefined;

  constructor(
    private readonly spec: ChartSpec,
    private readonly events: ChartEvents,
  ) {
    this.#readout = new Readout(spec);
    this.element = html('figure', { class: 'chart', id: `chart-${spec.name}` }, [this.#readout.element, this.#place]);
    new ResizeObserver(() => events.resized()).observe(this.#place);
    this.#place.addEventListener('keydown', (event) => this.#key(event));
    this.#place.addEventListener('blur', () => events.point(undefined));
  }

  /** Draws the frame; a size of nothing (the view is hidden) draws nothing. */
  draw(frame: ChartFrame): void {
    const size = { width: this.#place.clientWidth, height: this.#place.clientHeight };
    if (size.width === 0 || size.height === 0) return;
    const before = this.#frame;
    this.#frame = frame;
    if (before?.theme !== frame.theme || before.log !== frame.log) this.#discard();
    this.#place.classList.toggle('waiting', frame.data.steps === 0);
    const rows = this.#rows(frame, size.width);
    this.#values = this.#fit(frame, rows);
    const content: UPlot.AlignedData = [[...rows.steps], ...rows.values.map((values) => [...values])];
    if (this.#plot === undefined) this.#plot = this.#make(frame, { size, content });
    else this.#redraw(this.#plot, { size, content });
    this.#showReadout();
    setAttributes(this.#place, { 'aria-label': this.#readout.describe(frame.data) });
  }

  /** Puts the cursor on a step, or away. */
  point(step: number | undefined): void {
    const left = step === undefined ? undefined : this.#plot?.valToPos(step, 'x');
    this.#plot?.setCursor({ left: left ?? -10, top: left === undefined ? -10 : 0 });
  }

  #key(event: KeyboardEvent): void {
    const frame = this.#frame;
    const move = keyMoves[event.key];
    if (frame === undefined || move === undefined) return;
    event.preventDefault();
    const { from, to } = frame.range;
    const page = Math.max(1, Math.round((to - from) / 20));
    const step = move(this.#pointedStep(frame) ?? Math.min(frame.data.steps, to), { from, to, page });
    this.events.point(step === undefined ? undefined : Math.min(to, Math.max(from, step)));
  }

  #rows({ data, range }: ChartFrame, width: number): DrawnRows {
    const { raw, smooth } = this.spec.trace(data);
    return drawnRows({ traces: [raw, smooth], range, columns: Math.round(width * devicePixelRatio) });
  }

  /** The axis is that of the single steps where they are drawn: a few outliers stay long in their moving average. */
  #fit({ data, range, log }: ChartFrame, { values: [raw = [], smooth = []] }: DrawnRows): ValueRange | undefined {
    const { labels, test, bounds, leastSpan } = this.spec;
    const tests = data.epochs.filter(({ step }) => step >= range.from && step <= range.to).map(test);
    const fit = { log, bounds, leastSpan };
    return labels.raw === undefined
      ? fitRange({ ...fit, steps: [], points: [...tests, ...smooth.filter((value) => value !== null)] })
      : fitRange({ ...fit, steps: raw, points: tests });
  }

  #make({ theme, log }: ChartFrame, { size, content }: PlotContent): UPlot {
    const options = plotOptions({
      ...{ spec: this.spec, theme, log, size, hooks: this.#hooks() },
      steps: () => this.#frame?.range ?? { from: 1, to: 2 },
      values: () => this.#values,
      resetZoom: () => this.events.zoom(undefined),
    });
    return new UPlot(options, content, this.#place);
  }

  #redraw(plot: UPlot, { size, content }: PlotContent): void {
    plot.batch(() => {
      if (plot.width !== size.width || plot.height !== size.height) plot.setSize(size);
      plot.setData(content);
    });
  }

  #hooks(): UPlot.Hooks.Arrays {
    const over = (draw: (overlay: Overlay) => void) => (plot: UPlot) => {
      if (this.#frame === undefined || this.#values === undefined) return;
      const { theme, log, data } = this.#frame;
      draw({ plot, spec: this.spec, theme, log, epochs: data.epochs });
    };
    return {
      drawAxes: [over(drawEpochMarks)],
      draw: [over(drawTestPoints), over(drawBeyond), (plot) => this.#drawMoment(plot)],
      setCursor: [() => this.#showReadout()],
      setSelect: [(plot) => this.#zoomTo(plot)],
    };
  }

  #drawMoment(plot: UPlot): void {
    const { moment, theme } = this.#frame ?? {};
    if (moment !== undefined && theme !== undefined) drawMoment(plot, theme, moment);
  }

  #zoomTo(plot: UPlot): void {
    const { left, width } = plot.select;
    if (width < 4) return;
    const from = Math.max(1, Math.floor(plot.posToVal(left, 'x')));
    this.events.zoom({ from, to: Math.max(from + 2, Math.ceil(plot.posToVal(left + width, 'x'))) });
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  }

  #showReadout(): void {
    if (this.#frame !== undefined)
      this.#readout.show(this.#frame.data, this.#pointedStep(this.#frame) ?? this.#frame.moment);
  }

  #pointedStep({ data }: ChartFrame): number | undefined {
    const left = this.#plot?.cursor.left ?? -1;
    if (this.#plot === undefined || left < 0 || data.steps === 0) return undefined;
    return Math.min(data.steps, Math.max(1, Math.round(this.#plot.posToVal(left, 'x'))));
  }

  #discard(): void {
    this.#plot?.destroy();
    this.#plot = undefined;
  }
}

interface Reach extends StepRange {
  /** A large stride, in steps. */
  readonly page: number;
}

/** Where each key leads from a step. */
const keyMoves: Readonly<Record<string, (step: number, reach: Reach) => number | undefined>> = {
  ArrowLeft: (step) => step - 1,
  ArrowRight: (step) => step + 1,
  PageUp: (step, { page }) => step - page,
  PageDown: (step, { page }) => step + page,
  Home: (_step, { from }) => from,
  End: (_step, { to }) => to,
  Escape: () => undefined,
};

interface PlotContent {
  readonly size: { readonly width: number; readonly height: number };
  readonly content: UPlot.AlignedData;
}
