import type { RunDelta, RunSnapshot } from '../../protocol/viewContract';
import { html } from '../element';
import { onThemeChange } from '../theme';
import { Chart } from './chart';
import { ChartControls } from './chartControls';
import { chartSpecs } from './chartSpec';
import { readChartTheme, type ChartTheme } from './chartTheme';
import type { StepRange } from './drawnRows';
import { emptyView } from './emptyView';
import { EpochTable } from './epochTable';
import { RunData } from './runData';
import { StatusHeader, type RunActions } from './statusHeader';
import { Scrubber, type ScrubberEvents } from './scrubber';
import type { ViewState } from './viewState';

/** What the view asks of what is around it. */
export interface MetricsActions extends RunActions, ScrubberEvents {
  /** A delta did not fit: a snapshot is needed. */
  askSnapshot(): void;
  keep(state: ViewState): void;
}

/** The whole view of one run; what has changed is drawn at most once a frame. */
export class MetricsView {
  readonly #header: StatusHeader;
  readonly #controls: ChartControls;
  readonly #charts: readonly { readonly chart: Chart; readonly offersLog: boolean }[];
  readonly #scrubber: Scrubber;
  readonly #table = new EpochTable();
  readonly #content: readonly HTMLElement[];
  #theme: ChartTheme = readChartTheme();
  #data: RunData | undefined;
  #zoom: StepRange | undefined;
  #asked = false;
  #scheduled = false;

  constructor(
    private readonly root: HTMLElement,
    private state: ViewState,
    private readonly actions: MetricsActions,
  ) {
    this.#header = new StatusHeader(actions);
    this.#controls = new ChartControls(state, {
      changed: (changed) => this.#change(changed),
      resetZoom: () => this.#zoomTo(undefined),
    });
    const events = {
      zoom: (range?: StepRange) => this.#zoomTo(range),
      point: (step?: number) => this.#charts.forEach(({ chart }) => chart.point(step)),
      resized: () => this.#schedule(),
    };
    this.#charts = chartSpecs.map((spec) => ({ chart: new Chart(spec, events), offersLog: spec.offersLog }));
    this.#scrubber = new Scrubber({
      lookBack: (step) => {
        actions.lookBack(step);
        this.#schedule();
      },
    });
    const [loss, ...others] = this.#charts.map(({ chart }) => chart.element);
    const first = html('div', { class: 'in-time' }, [...(loss === undefined ? [] : [loss]), this.#scrubber.element]);
    const charts = html('div', { class: 'charts' }, [first, ...others]);
    this.#content = [this.#header.element, this.#controls.element, charts, this.#table.element];
    onThemeChange(() => {
      this.#theme = readChartTheme();
      this.#schedule();
    });
  }

  /** Says that there is nothing to show, unless there is. */
  showEmpty(): void {
    if (this.#data === undefined) this.root.replaceChildren(emptyView(() => this.actions.train()));
  }

  showSnapshot(snapshot: RunSnapshot): void {
    if (snapshot.status.id !== this.#data?.status.id) {
      this.#zoomTo(undefined);
      this.#scrubber.show(undefined);
    }
    if (this.#data === undefined) this.root.replaceChildren(...this.#content);
    this.#data = new RunData(snapshot, this.state.smoothing);
    this.#asked = false;
    this.#schedule();
  }

  /** Takes in what follows on what is shown; anything else is dropped, and a snapshot asked for, once. */
  showDelta(delta: RunDelta): void {
    if (this.#data?.apply(delta) === true) this.#schedule();
    else if (!this.#asked) {
      this.#asked = true;
      this.actions.askSnapshot();
    }
  }

  /** Looks back at a step, as another view does; nothing: follows the newest. */
  showMoment(step: number | undefined): void {
    this.#scrubber.show(step);
    this.#schedule();
  }

  #change(state: ViewState): void {
    if (state.smoothing !== this.state.smoothing) this.#data?.setSmoothing(state.smoothing);
    this.state = state;
    this.actions.keep(state);
    this.#schedule();
  }

  #zoomTo(range: StepRange | undefined): void {
    this.#zoom = range;
    this.#controls.showZoomed(range !== undefined);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame(() => {
      this.#scheduled = false;
      if (this.#data !== undefined) this.#draw(this.#data);
    });
  }

  #draw(data: RunData): void {
    const range = this.#zoom ?? { from: 1, to: Math.max(2, data.steps) };
    this.#header.show(data);
    this.#scrubber.showSteps(data.steps);
    const { moment } = this.#scrubber;
    for (const { chart, offersLog } of this.#charts)
      chart.draw({ data, range, log: offersLog && this.state.logLoss, theme: this.#theme, moment });
    this.#table.show(data.epochs);
  }
}
