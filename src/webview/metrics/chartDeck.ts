import { html } from '../element';
import { within, type AxisRange } from './axisRange';
import { Chart, type ChartEvents } from './chart';
import type { ChartFrame } from './chartFrame';
import { chartSpecs, type ChartName, type ChartSpec } from './chartSpec';
import { xUnits } from './xUnit';

/** What the charts tell of what people do with them. */
export interface DeckEvents {
  /** Something else is to be drawn. */
  changed(): void;
  hover(place: number | undefined): void;
  lookBack(step: number | undefined): void;
  fold(name: ChartName): void;
  save(spec: ChartSpec): void;
}

/** So long after its last move an axis rests, in ms. */
const restsAfter = 150;

/** All charts: they share the horizontal axis, its zoom and the pointer. */
export class ChartDeck {
  readonly element: HTMLElement;
  readonly #charts: readonly Chart[];
  #zoom: AxisRange | undefined;
  #frame: ChartFrame | undefined;
  #resting: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly events: DeckEvents) {
    this.#charts = chartSpecs.map((spec) => new Chart(spec, this.#eventsOf(spec)));
    this.element = html('div', { class: 'charts' }, [...this.#charts.map((chart) => chart.element)]);
  }

  /** Whether less than everything is shown. */
  get isZoomed(): boolean {
    return this.#zoom !== undefined || this.#charts.some((chart) => chart.isZoomed);
  }

  resetZoom(): void {
    this.#zoom = undefined;
    for (const chart of this.#charts) chart.resetValues();
    this.events.changed();
  }

  setFolded(folded: readonly ChartName[]): void {
    for (const chart of this.#charts) chart.setFolded(folded.includes(chart.spec.name));
  }

  draw(frame: Omit<ChartFrame, 'range' | 'moving'>): void {
    this.#frame = { ...frame, range: this.#zoom ?? wholeRange(frame), moving: this.#resting !== undefined };
    for (const chart of this.#charts) chart.draw(this.#frame);
  }

  /** What the charts show now. */
  get frame(): ChartFrame | undefined {
    return this.#frame;
  }

  #eventsOf(spec: ChartSpec): ChartEvents {
    const { events } = this;
    return {
      steps: () => this.#frame && (this.#zoom ?? wholeRange(this.#frame)),
      zoomSteps: (range) => this.#zoomTo(range),
      zoomedValues: () => this.#moved(),
      reset: () => this.resetZoom(),
      point: (place) => this.#charts.forEach((chart) => chart.point(place)),
      hover: (place) => events.hover(place),
      lookBack: (step) => events.lookBack(step),
      resized: () => events.changed(),
      fold: () => events.fold(spec.name),
      save: () => events.save(spec),
    };
  }

  #zoomTo(range: AxisRange): void {
    const frame = this.#frame;
    if (frame === undefined || range.to - range.from < leastLength(frame)) return;
    this.#zoom = within({ ...range, log: frame.logSteps }, wholeRange(frame));
    this.#moved();
  }

  #moved(): void {
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => {
      this.#resting = undefined;
      this.events.changed();
    }, restsAfter);
    this.events.changed();
  }
}

type Axis = Pick<ChartFrame, 'runs' | 'unit'>;

/** From the first step to the last of the longest run. */
function wholeRange({ runs, unit }: Axis): AxisRange {
  const { placeOf } = xUnits[unit];
  const finite = (places: readonly number[]): readonly number[] => places.filter((place) => place > 0);
  const from = Math.min(...finite(runs.map((run) => placeOf(run, 1))), Number.MAX_VALUE);
  const to = Math.max(...finite(runs.map((run) => placeOf(run, run.steps))), 0);
  return from === Number.MAX_VALUE ? { from: 1, to: 2 } : { from, to: to > from ? to : 2 * from };
}

/** Two steps of the first run: nobody zooms further in. */
function leastLength({ runs: [run], unit, logSteps }: ChartFrame): number {
  return logSteps ? 0 : (xUnits[unit].placeOf(run, run.steps) / Math.max(1, run.steps)) * 2;
}
