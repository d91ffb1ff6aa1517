import type { RunDelta, RunSnapshot, SavedFile } from '../../protocol/viewContract';
import { onThemeChange } from '../theme';
import { ChartControls } from './chartControls';
import { chartCsv } from './chartCsv';
import { ChartDeck } from './chartDeck';
import { chartImage } from './chartImage';
import { chartSpecs, type ChartName, type ChartSpec } from './chartSpec';
import { readChartTheme, type ChartTheme } from './chartTheme';
import { emptyView } from './emptyView';
import { EpochTable } from './epochTable';
import { RunData } from './runData';
import { RunTable } from './runTable';
import { StatusHeader, type RunActions } from './statusHeader';
import { Scrubber, type ScrubberEvents } from './scrubber';
import { TestPanel } from './testPanel';
import type { ViewState } from './viewState';

/** What the view asks of what is around it. */
export interface MetricsActions extends RunActions, ScrubberEvents {
  /** A delta did not fit: a snapshot is needed. */
  askSnapshot(): void;
  keep(state: ViewState): void;
  save(file: SavedFile): void;
  endComparison(): void;
}

/** The whole view of one run, and of those that are compared with it; what has changed is drawn at most once a frame. */
export class MetricsView {
  readonly #header: StatusHeader;
  readonly #controls: ChartControls;
  readonly #deck: ChartDeck;
  readonly #scrubber: Scrubber;
  readonly #runs: RunTable;
  readonly #table = new EpochTable();
  readonly #tests = new TestPanel();
  readonly #content: readonly HTMLElement[];
  #theme: ChartTheme = readChartTheme();
  #data: RunData | undefined;
  #compared: readonly RunData[] = [];
  #hovered: number | undefined;
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
      resetZoom: () => this.#deck.resetZoom(),
      saveNumbers: () => this.#saveNumbers(),
      saveImage: () =>
        this.#saveImage(
          chartSpecs.filter(({ name }) => !this.state.folded.includes(name)),
          'charts',
        ),
    });
    this.#deck = new ChartDeck({
      changed: () => this.#schedule(),
      hover: (place) => this.#hover(place),
      lookBack: (step) => this.#scrubber.goTo(step),
      fold: (name) => this.#fold(name),
      save: (spec) => this.#saveImage([spec], spec.name),
    });
    this.#deck.setFolded(state.folded);
    this.#runs = new RunTable(() => actions.endComparison());
    this.#scrubber = new Scrubber({
      lookBack: (step) => {
        actions.lookBack(step);
        this.#schedule();
      },
    });
    const about = [this.#header, this.#controls, this.#scrubber, this.#runs, this.#deck, this.#tests, this.#table];
    this.#content = about.map(({ element }) => element);
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
      this.#deck.resetZoom();
      this.#scrubber.show(undefined);
    }
    if (this.#data === undefined) this.root.replaceChildren(...this.#content);
    this.#data = new RunData(snapshot, this.state.smoothing);
    this.#asked = false;
    this.#schedule();
  }

  /** Lays other runs' curves over those of the run that is shown. */
  showCompared(snapshots: readonly RunSnapshot[]): void {
    this.#compared = snapshots.map((snapshot) => new RunData(snapshot, this.state.smoothing));
    this.#schedule();
  }

  /** Takes in what follows on what is shown; anything else is dropped, and a snapshot asked for, once. */
  showDelta(delta: RunDelta): void {
    if ([this.#data, ...this.#compared].some((run) => run?.apply(delta))) this.#schedule();
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
    if (state.smoothing !== this.state.smoothing)
      for (const run of [this.#data, ...this.#compared]) run?.setSmoothing(state.smoothing);
    if (state.unit !== this.state.unit) this.#deck.resetZoom();
    this.state = state;
    this.#controls.setState(state);
    this.actions.keep(state);
    this.#schedule();
  }

  #fold(name: ChartName): void {
    const { folded } = this.state;
    const others = folded.filter((each) => each !== name);
    this.#change({ ...this.state, folded: others.length < folded.length ? others : [...folded, name] });
    this.#deck.setFolded(this.state.folded);
  }

  #hover(place: number | undefined): void {
    if (place === this.#hovered) return;
    this.#hovered = place;
    const { frame } = this.#deck;
    if (frame !== undefined) this.#runs.show(frame, place);
  }

  #saveNumbers(): void {
    if (this.#data !== undefined)
      this.actions.save({ name: `${this.#data.status.id}.csv`, content: chartCsv([this.#data, ...this.#compared]) });
  }

  #saveImage(specs: readonly ChartSpec[], part: string): void {
    const { frame } = this.#deck;
    if (frame === undefined || specs.length === 0) return;
    const name = `${frame.runs[0].status.id}-${part}.png`;
    void chartImage(specs, frame).then((content) => this.actions.save({ name, content }));
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
    this.#header.show(data);
    this.#controls.showZoomed(this.#deck.isZoomed);
    this.#scrubber.showSteps(data.steps);
    const { moment } = this.#scrubber;
    this.#deck.draw({ ...this.state, runs: [data, ...this.#compared], theme: this.#theme, moment });
    if (this.#deck.frame !== undefined) this.#runs.show(this.#deck.frame, this.#hovered);
    this.#tests.show(data);
    this.#table.show(data.epochs);
  }
}
