import type { Trained } from '../client/trainedIn';
import type { RunHistory, RunMark } from '../client/runHistory';
import { comparedRuns, drawnComparison, type ComparedContent } from './comparedContent';
import { Channel, type Handlers } from '../protocol/channel';
import { deferred, type Deferred } from '../protocol/deferred';
import { decodePacket } from '../protocol/packet';
import type { TrainOptions } from '../protocol/run';
import type { Transport } from '../protocol/transport';
import {
  viewVersion,
  type DrawnArchitecture,
  type HostSide,
  type RunControl,
  type SavedFile,
  type ViewSide,
} from '../protocol/viewContract';
import { UserError } from '../protocol/userError';
import { Pacer, systemClock, type Clock } from './pacer';

/** What a webview is to its session. */
export interface Page {
  post(message: unknown): void;
  /** Called with each message of the page, whichever of its loads sent it. */
  onMessage(listener: (message: unknown) => void): void;
}

/** What a view shows; a run's history is left out where there is no run. */
export interface ViewContent {
  readonly architecture?: DrawnArchitecture | undefined;
  readonly history?: RunHistory | undefined;
  /** Runs whose curves lie over those of that run; left out in views that compare none. */
  readonly compared?: readonly RunHistory[] | undefined;
  /** Shown in the place of all this, until it is closed. */
  readonly comparison?: ComparedContent | undefined;
  /** What the run was asked to do. */
  readonly options?: TrainOptions | undefined;
  /** Where its trained weights are; rejects with a sentence where there are none yet. */
  readonly trained?: (() => Promise<TrainedWeights>) | undefined;
}

/** A file of weights, and the data whose test images they can be tried on. */
export interface TrainedWeights extends Trained {
  readonly data: string;
}

/** What a view's buttons do. */
export interface ViewActions {
  readonly stop: () => void;
  /** Changes the run that goes on. */
  readonly control: (name: RunControl) => void;
  /** Asks what to train. */
  readonly train: () => void;
  /** Asks where to write the graph, and as what. */
  readonly exportGraph: () => void;
  /** Repeats the run that the view shows. */
  readonly trainAgain: () => void;
  /** Looks back at a step of the run that is shown; nothing: at the newest again. */
  readonly lookBack: (step: number | undefined) => void;
  /** Only where networks can be compared. */
  readonly closeComparison?: () => void;
  /** Time to the painted graph, in ms. */
  readonly painted: (ms: number) => void;
  readonly log: (line: string) => void;
  /** Writes a file that the view has made to where the user wants it. */
  readonly save: (file: SavedFile) => void;
  readonly endComparison?: () => void;
  /** Answers to what the view asks of the weights. */
  readonly weights: WeightsHandlers;
}

/** Answers to all that a view asks but what the session itself knows. */
export type WeightsHandlers = Omit<Handlers<HostSide>, 'pastLive'>;

/** What a session begins with. */
export interface ViewSessionOptions {
  readonly actions: ViewActions;
  /** Whether the view can be seen at first. */
  readonly visible: boolean;
  readonly clock?: Clock;
}

const notThere = 'The view did not load or was closed: open it again, and repeat what you did.';

/** A page that is not there yet; nobody need wait for it. */
function newPage(): Deferred<Channel<HostSide, ViewSide>> {
  const page = deferred<Channel<HostSide, ViewSide>>();
  page.promise.catch(() => undefined);
  return page;
}

/** At most ten deltas a second. */
const deltaEvery = 100;

/**
 * One view's share of the truth. Its page may be loaded anew at any time (hidden, moved, reloaded): each load greets and
 * gets a channel of its own, then the whole picture; after that deltas, while the view is visible.
 */
export class ViewSession {
  readonly #pacer: Pacer;
  readonly #actions: ViewActions;
  #content: ViewContent = {};
  #channel: Channel<HostSide, ViewSide> | undefined;
  #receive: (message: unknown) => void = () => undefined;
  #ready = false;
  #whenReady = newPage();
  #visible: boolean;
  #marks = new Map<RunHistory, RunMark>();
  /** The step that is looked back at. */
  #moment: number | undefined;
  #unlisten: readonly (() => void)[] = [];
  /** Whether the page was sent a comparison last. */
  #compares = false;

  constructor(
    private readonly page: Page,
    { actions, visible, clock = systemClock }: ViewSessionOptions,
  ) {
    this.#actions = actions;
    this.#visible = visible;
    this.#pacer = new Pacer(() => this.#sendDelta(), deltaEvery, clock);
    page.onMessage((message) => {
      if (decodePacket(message)?.type === 'hello') this.#connect();
      this.#receive(message);
    });
  }

  /** Shows something else. */
  show(content: ViewContent): void {
    this.#stopListening();
    if (content.history !== this.#content.history) this.#moment = undefined;
    this.#content = content;
    this.#unlisten = historiesOf(content).map((history) => history.listen(() => this.#pacer.news()));
    this.#sendAll();
  }

  /**
   * A hidden view gets nothing. One that appears gets the whole picture, once: when its page, mostly a new one, has said
   * that it is ready.
   */
  setVisible(visible: boolean): void {
    if (visible === this.#visible) return;
    this.#visible = visible;
    this.#unready();
    if (visible) this.#channel?.emit('visible', null);
  }

  /** Looks back at a step of the run that is shown; nothing: at the newest again. */
  lookBack(step: number | undefined): void {
    if (this.#content.history === undefined || step === this.#moment) return;
    this.#moment = step;
    this.#sendMoment();
  }

  /** The page to ask, once it is there and has what it shows; a sentence if it doesn't come. */
  async readyPage(limitMs = 15_000): Promise<Channel<HostSide, ViewSide>> {
    const late = deferred<never>();
    const timer = setTimeout(() => late.reject(new UserError(notThere)), limitMs);
    return Promise.race([this.#whenReady.promise, late.promise]).finally(() => clearTimeout(timer));
  }

  dispose(): void {
    this.#whenReady.reject(new UserError(notThere));
    this.#stopListening();
    this.#pacer.dispose();
    this.#channel?.close('The view was closed.');
  }

  #unready(): void {
    if (this.#ready) this.#whenReady = newPage();
    this.#ready = false;
  }

  #connect(): void {
    this.#channel?.close('The page was loaded anew.');
    this.#unready();
    const channel = new Channel<HostSide, ViewSide>(this.#transport(), {
      version: viewVersion,
      handlers: { ...this.#actions.weights, pastLive: () => this.#content.history?.pastLive() ?? [] },
    });
    this.#channel = channel;
    channel.on('ready', () => {
      this.#ready = true;
      this.#sendAll();
      this.#whenReady.resolve(channel);
    });
    channel.on('stop', this.#actions.stop);
    channel.on('control', this.#actions.control);
    channel.on('train', () => this.#train());
    channel.on('lookBack', (moment) => this.#actions.lookBack(moment?.step));
    channel.on('endComparison', () => this.#actions.endComparison?.());
    channel.on('save', (file) => this.#actions.save(file));
    channel.on('exportGraph', this.#actions.exportGraph);
    channel.on('closeComparison', () => this.#actions.closeComparison?.());
    channel.on('painted', ({ ms }) => this.#actions.painted(ms));
    channel.ready.catch((error: unknown) => this.#actions.log(String(error)));
  }

  #stopListening(): void {
    for (const unlisten of this.#unlisten) unlisten();
  }

  #train(): void {
    if (this.#content.history === undefined) this.#actions.train();
    else this.#actions.trainAgain();
  }

  #transport(): Transport {
    return {
      send: (message) => this.page.post(message),
      onMessage: (listener) => (this.#receive = listener),
      onClose: () => undefined,
      close: () => undefined,
    };
  }

  #sendAll(): void {
    const { architecture, history, compared, comparison } = this.#content;
    if (!this.#ready || !this.#visible) return;
    this.#sendComparison(comparison);
    if (comparison !== undefined) return;
    if (architecture !== undefined) this.#channel?.emit('architecture', architecture);
    this.#marks = new Map(historiesOf(this.#content).map((each) => [each, each.mark()]));
    if (history !== undefined) this.#channel?.emit('snapshot', history.snapshot());
    if (compared !== undefined)
      this.#channel?.emit(
        'compared',
        compared.map((each) => each.snapshot()),
      );
    if (this.#moment !== undefined) this.#sendMoment();
  }

  #sendMoment(): void {
    const { history } = this.#content;
    const step = this.#moment;
    if (!this.#ready || !this.#visible) return;
    this.#channel?.emit('moment', step === undefined ? null : { step, live: history?.liveAt(step) });
  }

  #sendComparison(comparison: ComparedContent | undefined): void {
    if (comparison !== undefined) this.#channel?.emit('comparison', drawnComparison(comparison));
    else if (this.#compares) this.#channel?.emit('comparison', null);
    this.#compares = comparison !== undefined;
  }

  #sendDelta(): void {
    if (!this.#ready || !this.#visible) return;
    const { comparison } = this.#content;
    if (comparison !== undefined) this.#channel?.emit('comparedRuns', comparedRuns(comparison));
    else for (const [history, before] of this.#marks) this.#sendNews(history, before);
  }

  /** A run that is compared, and has ended, mostly has none. */
  #sendNews(history: RunHistory, before: RunMark): void {
    const { delta, mark } = history.deltaSince(before);
    if (history !== this.#content.history && delta.steps.loss.length === 0 && delta.epochs.length === 0) return;
    this.#marks.set(history, mark);
    this.#channel?.emit('delta', delta);
  }
}

function historiesOf({ history, compared = [], comparison }: ViewContent): readonly RunHistory[] {
  const shown = comparison === undefined ? [history, ...compared] : [comparison.left.history, comparison.right.history];
  return shown.filter((each) => each !== undefined);
}
