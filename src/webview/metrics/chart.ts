import { html, setAttributes } from '../element';
import type { AxisRange } from './axisRange';
import type { ChartFrame } from './chartFrame';
import { ChartPlot } from './chartPlot';
import type { ChartSpec } from './chartSpec';
import { navigateByKey, navigateByWheel, type Navigable } from './navigation';
import { Readout } from './readout';
import { stepNear } from './stepNear';
import { xUnits } from './xUnit';

/** What a chart tells of what people do with it. */
export interface ChartEvents {
  /** The part of the horizontal axis that was chosen last, which may not be drawn yet. */
  steps(): AxisRange | undefined;
  /** Somebody chose a part of the horizontal axis, which all charts share. */
  zoomSteps(range: AxisRange): void;
  /** Somebody chose a part of this chart's value axis. */
  zoomedValues(): void;
  /** The line of time is dragged to a step; nothing: to the newest. */
  lookBack(step: number | undefined): void;
  /** All is to be shown again, in all charts. */
  reset(): void;
  /** Somebody goes to a place of the horizontal axis by the keyboard, or away from all. */
  point(place: number | undefined): void;
  /** The pointer is over another place of the horizontal axis, or none. */
  hover(place: number | undefined): void;
  /** The place for the drawing has another size, or comes into sight. */
  resized(): void;
  fold(): void;
  save(): void;
}

/** One chart: its read-out and its drawing. */
export class Chart {
  readonly element: HTMLElement;
  readonly #readout: Readout;
  readonly #place = html('div', { class: 'plot', role: 'img', tabindex: 0 });
  readonly #plot: ChartPlot;
  #frame: ChartFrame | undefined;
  #values: AxisRange | undefined;
  /** The part of the value axis that was chosen since the last drawing. */
  #due: AxisRange | undefined;
  #isSeen = false;

  constructor(
    readonly spec: ChartSpec,
    private readonly events: ChartEvents,
  ) {
    this.#readout = new Readout(spec, events);
    this.element = html('figure', { class: 'chart', id: `chart-${spec.name}` }, [this.#readout.element, this.#place]);
    this.#plot = new ChartPlot(spec, this.#place, {
      select: (axis, range) => this.#setAxis(axis, range),
      moved: () => this.#moved(),
      reset: () => events.reset(),
      dragTime: (place) => this.#dragTime(place),
    });
    new ResizeObserver(() => events.resized()).observe(this.#place);
    new IntersectionObserver(([seen]) => this.#see(seen?.isIntersecting === true)).observe(this.#place);
    this.#place.addEventListener('keydown', (event) => this.#key(event));
    this.#place.addEventListener('blur', () => events.point(undefined));
    this.#place.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
  }

  /** Whether a part of the value axis was chosen. */
  get isZoomed(): boolean {
    return this.#values !== undefined;
  }

  resetValues(): void {
    this.#values = undefined;
  }

  setFolded(folded: boolean): void {
    this.element.classList.toggle('folded', folded);
    this.#readout.setFolded(folded);
  }

  /** Draws the frame; a chart that is not in sight (scrolled away, folded, the view hidden) gets its read-out alone. */
  draw(frame: ChartFrame): void {
    this.#frame = frame;
    this.#due = undefined;
    const [run] = frame.runs;
    const size = { width: this.#place.clientWidth, height: this.#place.clientHeight };
    this.#showNote(frame);
    if (this.#isSeen && size.width > 0 && size.height > 0) this.#plot.draw({ ...frame, values: this.#values }, size);
    this.#showReadout();
    setAttributes(this.#place, { 'aria-label': this.#readout.describe(run) });
  }

  /** Puts the cursor on a place, or away. */
  point(place: number | undefined): void {
    this.#plot.point(place);
  }

  #see(isSeen: boolean): void {
    this.#isSeen = isSeen;
    if (isSeen) this.events.resized();
  }

  #showNote({ runs: [run] }: ChartFrame): void {
    const { raw, smooth } = this.spec.traces(run);
    const unmeasured = this.spec.sparse === true && (raw ?? smooth)?.newestBy(run.steps) === 0;
    const note = run.steps === 0 ? 'No steps yet' : unmeasured ? 'Not measured in this run' : '';
    this.#place.classList.toggle('waiting', note !== '');
    setAttributes(this.#place, { 'data-note': note });
  }

  #navigable(): Navigable {
    return {
      axes: () => this.#axes(),
      under: (event) => this.#plot.under(event),
      setAxis: (axis, range) => this.#setAxis(axis, range),
      reset: () => this.events.reset(),
    };
  }

  /** The axes as they are chosen: several keys, or turns of the wheel, may come before the next drawing. */
  #axes(): ReturnType<Navigable['axes']> {
    const drawn = this.#plot.axes;
    return drawn && { x: { ...drawn.x, ...this.events.steps() }, y: { ...drawn.y, ...this.#due } };
  }

  #setAxis(axis: 'x' | 'y', range: AxisRange): void {
    if (axis === 'x') {
      this.events.zoomSteps(range);
      return;
    }
    this.#values = range;
    this.#due = range;
    this.events.zoomedValues();
  }

  #wheel(event: WheelEvent): void {
    if (navigateByWheel(event, this.#navigable())) event.preventDefault();
  }

  #key(event: KeyboardEvent): void {
    if (navigateByKey(event, this.#navigable()) || this.#pointByKey(event.key)) event.preventDefault();
  }

  #pointByKey(key: string): boolean {
    const frame = this.#frame;
    const move = keyMoves[key];
    if (frame === undefined || move === undefined) return false;
    const [run] = frame.runs;
    const { placeOf } = xUnits[frame.unit];
    const nearest = (place: number): number => stepNear(run, frame.unit, place);
    const [from, to] = [nearest(frame.range.from), nearest(frame.range.to)];
    const reach = { from, to, page: Math.max(1, Math.round((to - from) / 20)) };
    const step = move(this.#pointedStep(frame) ?? to, reach);
    this.events.point(step === undefined ? undefined : placeOf(run, Math.min(to, Math.max(from, step))));
    return true;
  }

  #dragTime(place: number): void {
    if (this.#frame === undefined) return;
    const { runs: [run], unit } = this.#frame; // prettier-ignore
    const step = stepNear(run, unit, place);
    this.events.lookBack(step >= run.steps ? undefined : step);
  }

  #moved(): void {
    this.#showReadout();
    this.events.hover(this.#plot.pointed);
  }

  #showReadout(): void {
    if (this.#frame !== undefined)
      this.#readout.show(this.#frame.runs[0], this.#pointedStep(this.#frame) ?? this.#frame.moment, this.#frame.unit);
  }

  #pointedStep({ runs: [run], unit }: ChartFrame): number | undefined {
    const place = this.#plot.pointed;
    return place === undefined || run.steps === 0 ? undefined : stepNear(run, unit, place);
  }
}

interface Reach {
  readonly from: number;
  readonly to: number;
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
