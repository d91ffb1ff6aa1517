import { UserError } from '../../protocol/userError';
import type { HostSide, Moment } from '../../protocol/viewContract';
import type { HostConnection } from '../hostConnection';
import { html } from '../element';
import type { GraphPicture } from '../../drawing/graph/graphPicture';
import { GraphView, type GraphState } from './graphView';
import { Header, type HeaderEvents } from './header';
import { HoverCard } from './hoverCard';
import { Inquiry } from './inquiry';
import { Inspection } from './inspection';
import { afresh, carriedOver, KeptState } from './keptState';
import { Keyboard } from './keyboard';
import type { Place } from '../../drawing/graph/enginePlaces';
import { Legend } from './legend';
import { describeNetwork, networkKey, type Network } from '../../drawing/graph/network';
import { MomentBar } from './momentBar';
import { Notice } from './notice';
import { Overview } from './overview';
import { paintNetwork } from './paintNetwork';
import { nextProgress, type RunProgress } from '../../drawing/graph/runProgress';
import { canvasMeasure } from './canvasMeasure';
import { ShapeChanges } from './shapeChanges';
import { TraceLine } from './traceLine';
import { onThemeChange } from '../theme';
import { lookIn, plainLook, type TintLook } from '../../drawing/graph/tintLook';
import { Tinting } from '../../drawing/graph/tinting';

type FromHost = HostSide['events'];

/** The architecture panel: its parts, wired to each other and to the extension. */
export class Panel {
  readonly #tinting = new Tinting();
  readonly #card = new HoverCard(this.#tinting);
  readonly #legend = new Legend((look) => this.#recolour(look));
  readonly #header: Header;
  readonly #notice: Notice;
  readonly #moments: MomentBar;
  readonly #graph: GraphView;
  readonly #overview: Overview;
  readonly #inquiry: Inquiry;
  readonly #inspection: Inspection;
  readonly #keyboard: Keyboard;
  readonly #shape: ShapeChanges;
  readonly #traced = new TraceLine();
  readonly #kept: KeptState;
  #network: Network | undefined;
  #asked: FromHost['architecture'] | undefined;
  #progress: RunProgress | undefined;
  #look: TintLook;
  #painted = false;
  #showing = Promise.resolve();
  #numbersDue = false;

  constructor(
    private readonly app: HTMLElement,
    private readonly connection: HostConnection,
    place: Place,
  ) {
    this.#kept = new KeptState(connection, () =>
      this.#network === undefined
        ? undefined
        : { network: this.#network, look: this.#look, graph: this.#graph.state(), details: this.#inquiry.chosen() },
    );
    this.#look = lookIn(this.#kept.saved ?? plainLook);
    this.#moments = new MomentBar(() => connection.channel.emit('lookBack', null));
    this.#notice = new Notice(() => connection.channel.emit('train', null));
    this.#graph = new GraphView({
      place,
      measure: canvasMeasure(getComputedStyle(document.body).fontFamily),
      events: {
        changed: () => this.#changed(),
        moved: () => this.#inspection.hide(),
        opening: (id) => this.#shape.toggle(id),
        selected: (id, trace) => {
          this.#traced.show(this.#network, id, trace);
          this.#inquiry.details.select(id);
        },
        failed: (error) => this.#fail(error),
      },
    });
    this.#overview = new Overview((part) => this.#graph.window.scrollTo(part));
    this.#inquiry = this.#makeInquiry();
    this.#header = this.#makeHeader();
    this.#inspection = this.#makeInspection();
    this.#keyboard = new Keyboard({
      graph: this.#graph,
      inspection: this.#inspection,
      network: () => this.#network,
      toggle: (id) => this.#shape.toggle(id),
      level: (name) => this.#shape.openTo(name),
    });
    this.#shape = new ShapeChanges({
      graph: this.#graph,
      inspection: this.#inspection,
      keyboard: () => this.#keyboard,
      network: () => this.#network,
      changed: () => this.#changed(),
      failed: (error) => this.#fail(error),
    });
    this.#start();
  }

  #makeHeader(): Header {
    const { channel } = this.connection;
    const events: HeaderEvents = {
      train: () => channel.emit('train', null),
      stop: () => channel.emit('stop', null),
      exportGraph: () => channel.emit('exportGraph', null),
      metric: (metric) => this.#recolour({ ...this.#look, metric }),
      cardSize: (cardSize) => this.#shape.reshape({ cardSize }),
      level: (name) => this.#shape.openTo(name),
      zoom: (factor) => this.#graph.window.zoom(factor),
      fit: (how) => this.#graph.window.fit(how),
    };
    return new Header(events, this.#moments.element, this.#inquiry.buttons);
  }

  #makeInquiry(): Inquiry {
    return new Inquiry({
      graph: this.#graph,
      overview: this.#overview,
      channel: this.connection.channel,
      network: () => this.#network,
      open: (ids) => this.#shape.open(ids),
      focus: () => this.#keyboard.focus(),
      details: this.#kept.saved?.details,
      changed: () => this.#kept.save(),
    });
  }

  #makeInspection(): Inspection {
    return new Inspection(this.#graph, {
      show: (id, beside) => {
        const subject = this.#network?.subjects.get(id);
        this.#graph.showAlike(id);
        if (this.#network !== undefined && subject !== undefined) this.#card.show(subject, beside, this.#network);
      },
      hide: () => {
        this.#graph.showAlike(undefined);
        this.#card.hide();
      },
    });
  }

  #start(): void {
    const { channel } = this.connection;
    const canvas = html('div', { id: 'canvas' }, [this.#graph.surface, this.#overview.element, this.#notice.element]);
    this.app.classList.add('empty');
    const work = html('div', { id: 'work' }, [canvas, this.#inquiry.details.element]);
    this.app.append(
      this.#header.element,
      this.#inquiry.finder.bar.element,
      work,
      this.#traced.element,
      this.#legend.element,
      this.#card.element,
    );
    this.#header.showChoices(this.#look.metric, this.#kept.saved?.cardSize ?? 'equal');
    onThemeChange(() => this.#repaint());
    channel.on('architecture', (shown) => {
      this.#showing = this.#show(shown).catch((error: unknown) => this.#fail(error));
    });
    channel.on('snapshot', (news) => this.#takeIn(news));
    channel.on('delta', (news) => this.#takeIn(news));
    channel.on('moment', (moment) => this.#lookBack(moment));
    channel.on('visible', () => channel.emit('ready', null));
    channel.emit('ready', null);
  }

  /** What a picture of the graph is made from, once the graph that was asked for last is laid out. */
  async picture(): Promise<GraphPicture> {
    await this.#showing;
    const scene = this.#graph.scene();
    if (this.#network === undefined || scene === undefined)
      throw new UserError('There is no graph to export: run “ResNet: Show Architecture”, or train a network, and export it then.'); // prettier-ignore
    const { fontFamily } = getComputedStyle(document.body);
    const title = this.#asked?.title ?? this.#network.architecture.name;
    return { title, network: this.#network, scene, tinting: this.#tinting, look: this.#look, fontFamily };
  }

  async #show(shown: FromHost['architecture']): Promise<void> {
    const { architecture, title } = shown;
    const next = describeNetwork(architecture);
    const before = this.#network;
    const state = this.#stateFor(next, title);
    if (this.#asked?.weights !== shown.weights) {
      this.#card.takeWeights(shown.weights);
      this.#inspection.hide();
    }
    this.#asked = shown;
    this.#header.showNetwork(title, next);
    if (before !== undefined && networkKey(before) === networkKey(next)) {
      this.#inquiry.show(before, shown);
      this.#showProblem(before);
      return;
    }
    this.#network = next;
    this.#inspection.hide();
    this.#notice.working(`Laying out ${title} …`);
    this.#legend.showLines(next);
    this.app.classList.remove('empty');
    this.#inquiry.show(next, shown);
    this.#takeNumbers();
    await this.#graph.show(next, state);
    if (this.#network === next) this.#shown(next);
  }

  #stateFor(next: Network, title: string): GraphState {
    const before = this.#network;
    if (before === undefined) return this.#kept.restored(next);
    const state = this.#graph.state();
    if (this.#asked?.title === title) return carriedOver(state, before, next);
    return { ...afresh(next), cardSize: state.cardSize };
  }

  /** Says what is wrong, of what is drawn or of what should be drawn in its place, and marks where. */
  #showProblem(network: Network): void {
    if (this.#graph.scene() === undefined) return; // it is told when there is a drawing
    const problem = this.#asked?.problem;
    const sentence = problem?.message ?? network.problem;
    if (sentence === undefined) this.#notice.hide();
    else this.#notice.fault(sentence);
    this.#graph.markFault(problem?.layer);
  }

  #shown(network: Network): void {
    this.#showProblem(network);
    this.#keyboard.settle();
    this.#changed();
    this.#repaint();
    if (this.#painted) return;
    this.#painted = true;
    const report = (): void => this.connection.channel.emit('painted', { ms: performance.now() });
    requestAnimationFrame(() => setTimeout(report, 0));
  }

  #takeIn(news: FromHost['snapshot'] | FromHost['delta']): void {
    const before = this.#progress;
    this.#progress = nextProgress(before, news);
    if (before?.status.id !== news.status.id) this.#moments.show(undefined);
    this.#header.showRun(this.#progress);
    this.#inquiry.take(this.#progress);
    this.#numbersSoon();
  }

  #lookBack(moment: Moment | null): void {
    this.#moments.show(moment ?? undefined);
    this.#takeNumbers();
  }

  /** Once a frame: steps may come faster, and all that wait are taken in together. */
  #numbersSoon(): void {
    if (this.#numbersDue) return;
    this.#numbersDue = true;
    requestAnimationFrame(() => {
      this.#numbersDue = false;
      this.#takeNumbers();
    });
  }

  /** Numbers of the newest step, or of the one that is looked back at. */
  #takeNumbers(): void {
    if (this.#network === undefined) return;
    const shown = this.#moments.at(this.#progress);
    this.#tinting.update(this.#network, shown);
    if (shown !== undefined) this.#inquiry.look(shown);
    this.#repaint();
  }

  #repaint(): void {
    if (this.#network === undefined) return;
    paintNetwork(
      { tinting: this.#tinting, look: this.#look },
      { graph: this.#graph, overview: this.#overview, legend: this.#legend, card: this.#card },
    );
  }

  #recolour(look: TintLook): void {
    this.#look = look;
    this.#repaint();
    this.#kept.save();
  }

  #changed(): void {
    const scene = this.#graph.scene();
    if (scene !== undefined) this.#overview.show(scene);
    this.#overview.follow(this.#graph.window.visible());
    this.#inquiry.finder.redraw();
    this.#kept.save();
  }

  #fail(error: unknown): void {
    const sentence = error instanceof UserError ? error.message : `The graph could not be drawn: ${String(error)}.`;
    this.#notice.failed(sentence);
  }
}
