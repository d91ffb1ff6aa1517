import { compareArchitectures } from '../../model/compareArchitectures';
import { UserError } from '../../protocol/userError';
import { costPhrases, listDifferences, summarise } from '../../protocol/comparisonText';
import type { ComparedSide, DrawnComparison, HostSide } from '../../protocol/viewContract';
import type { Place } from '../../drawing/graph/enginePlaces';
import { Legend } from '../architecture/legend';
import type { LevelName } from '../../drawing/graph/levels';
import { describeNetwork } from '../../drawing/graph/network';
import { runLine } from '../../drawing/graph/runProgress';
import { plainLook, type TintLook } from '../../drawing/graph/tintLook';
import { canvasMeasure } from '../architecture/canvasMeasure';
import { html } from '../element';
import type { HostConnection } from '../hostConnection';
import { onThemeChange, themeGround } from '../theme';
import { Captions } from './captions';
import { ComparisonBar } from './comparisonBar';
import { DifferenceSteps } from './differenceSteps';
import { markDifferences } from './markDifferences';
import { firstOpened, openedTo } from './openedTo';
import { PairHover } from './pairHover';
import { PairKeyboard } from './pairKeyboard';
import { PairTinting } from './pairTinting';
import { PairView, type ComparedPair, type Opened } from './pairView';
import { partsOf } from './parts';
import { forBoth } from './side';
import { signLegend } from './signLegend';

/** Two networks in the place of the single one, as long as the extension wants them compared. */
export class ComparisonPanel {
  readonly #view: PairView;
  readonly #tinting = new PairTinting();
  readonly #hover: PairHover;
  readonly #steps: DifferenceSteps;
  readonly #keyboard: PairKeyboard;
  readonly #bar: ComparisonBar;
  readonly #legend = new Legend((look) => this.#recolour(look));
  readonly #captions = new Captions();
  readonly #notice = html('div', { class: 'notices' });
  readonly #root: HTMLElement;
  #look: TintLook = plainLook;
  #pair: ComparedPair | undefined;
  #compared: DrawnComparison | undefined;

  /** @param single what is in the page while nothing is compared */
  constructor(
    private readonly single: HTMLElement,
    private readonly connection: HostConnection,
    place: Place,
  ) {
    this.#view = new PairView({
      place,
      measure: canvasMeasure(getComputedStyle(document.body).fontFamily),
      changed: () => this.#follow(),
      moved: () => this.#hover.hide(),
      clicked: (side, act, id) => {
        if (act === 'open') this.#toggle(side, id);
        else this.#steps.goToSubject(side, [id]);
      },
    });
    this.#hover = new PairHover(this.#view, this.#tinting);
    this.#bar = this.#makeBar();
    this.#steps = new DifferenceSteps(this.#view, (index) => this.#bar.showDifference(index));
    this.#keyboard = this.#makeKeyboard();
    const canvas = html('div', { id: 'canvas' }, [this.#view.surface, this.#captions.element, this.#notice]);
    const legend = this.#legend.element;
    legend.append(signLegend());
    this.#root = html('main', { id: 'app', class: 'comparing' }, [this.#bar.element, canvas, legend, this.#hover.card.element]); // prettier-ignore
    this.#listen();
  }

  #makeBar(): ComparisonBar {
    return new ComparisonBar({
      step: (by) => this.#steps.step(by),
      goTo: (index) => this.#steps.goTo(index),
      metric: (metric) => this.#recolour({ ...this.#look, metric }),
      level: (name) => this.#openTo(name),
      zoom: (factor) => this.#view.window.zoom(factor),
      fit: (how) => this.#view.window.fit(how),
      close: () => this.#close(),
    });
  }

  #makeKeyboard(): PairKeyboard {
    return new PairKeyboard(this.#view, {
      toggle: (side, id) => this.#toggle(side, id),
      level: (name) => this.#openTo(name),
      step: (by) => this.#steps.step(by),
      partners: (side, id) => this.#pair?.parts[side].get(id)?.partners ?? [],
      inspect: (side, id) => this.#hover.byKeyboard(side, id),
      retreat: () => this.#bar.closeList() || this.#hover.hide(),
      close: () => this.#close(),
    });
  }

  #listen(): void {
    const { channel } = this.connection;
    channel.on('comparison', (compared) => {
      if (compared === null) this.#leave();
      else void this.#show(compared).catch((error: unknown) => this.#fail(error));
    });
    channel.on('comparedRuns', (runs) => this.#takeIn(runs));
    onThemeChange(() => this.#repaint());
    // Before the single view's own keys, which act wherever the focus is.
    window.addEventListener('keydown', (event) => this.#press(event), { capture: true });
  }

  async #show(compared: DrawnComparison): Promise<void> {
    this.single.replaceWith(this.#root);
    const again = this.#pair !== undefined && isSame(this.#compared, compared);
    this.#compared = compared;
    if (!again) await this.#begin(compared);
    this.#takeIn({ left: compared.left.run, right: compared.right.run });
  }

  async #begin(compared: DrawnComparison): Promise<void> {
    const networks = forBoth((side) => describeNetwork(compared[side].architecture));
    const comparison = compareArchitectures(compared.left.architecture, compared.right.architecture);
    const pair = { networks, parts: partsOf(comparison, networks) };
    const differences = listDifferences(comparison);
    this.#pair = pair;
    this.#notice.replaceChildren();
    this.#tinting.begin(networks);
    const trains = compared.left.run !== undefined || compared.right.run !== undefined;
    this.#look = { ...plainLook, metric: trains ? plainLook.metric : 'none' };
    this.#bar.show(compared, [...summarise(comparison), ...costPhrases(comparison.totals)], differences);
    this.#bar.showMetric(this.#look.metric);
    this.#hover.begin(pair, compared);
    const { left, right } = networks;
    this.#view.name(compared);
    this.#legend.showLines({ outline: { ...left.outline, stages: [...left.outline.stages, ...right.outline.stages] } });
    await this.#view.show(pair, firstOpened(networks));
    if (this.#pair !== pair) return;
    markDifferences(this.#view, pair);
    this.#steps.begin(pair, differences);
    this.#keyboard.settle('left', '');
  }

  #takeIn(runs: HostSide['events']['comparedRuns']): void {
    this.#tinting.update(runs);
    const progress = this.#tinting.progress();
    const lines = forBoth((side) => (progress[side] === undefined ? undefined : runLine(progress[side])));
    if (this.#compared !== undefined) this.#captions.show(this.#compared, lines);
    this.#repaint();
  }

  #recolour(look: TintLook): void {
    this.#look = look;
    this.#repaint();
  }

  #repaint(): void {
    if (this.#pair === undefined) return;
    const ground = themeGround();
    this.#view.paint(this.#tinting.tints(this.#look, ground));
    this.#legend.update(this.#look, this.#tinting.range(this.#look), ground);
    this.#hover.card.update();
  }

  #follow(): void {
    const drawn = this.#view.drawn();
    if (drawn !== undefined) this.#captions.follow(drawn, this.#view.window.view());
  }

  #toggle(side: ComparedSide, id: string): void {
    const opens = this.#view.elementOf(side, id)?.hasAttribute('aria-expanded') === true;
    if (opens) this.#afterLayout(this.#view.toggle(side, id));
    else this.#steps.goToSubject(side, [id]);
  }

  #openTo(level: LevelName): void {
    if (this.#pair === undefined) return;
    const opened: Opened = openedTo(level, this.#pair.networks);
    this.#afterLayout(this.#view.reshape(opened));
  }

  #afterLayout(change: Promise<void>): void {
    const focused = this.#view.surface.contains(document.activeElement);
    this.#hover.hide();
    const done = (): void => {
      this.#steps.refresh();
      this.#keyboard.settle();
      if (focused) this.#keyboard.focus();
    };
    change.then(done, (error: unknown) => this.#fail(error));
  }

  #press(event: KeyboardEvent): void {
    if (!this.#root.isConnected || !this.#keyboard.press(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  #close(): void {
    this.connection.channel.emit('closeComparison', null);
    this.#leave();
  }

  #leave(): void {
    this.#hover.hide();
    this.#root.replaceWith(this.single);
    this.#pair = undefined;
  }

  #fail(error: unknown): void {
    const sentence = error instanceof UserError ? error.message : `The networks could not be drawn: ${String(error)}.`;
    this.#notice.replaceChildren(html('div', { class: 'notice', id: 'problem', role: 'alert' }, [html('p', {}, [sentence])])); // prettier-ignore
  }
}

/** Whether what is drawn already is what is to be drawn: the extension tells all anew when the panel was hidden. */
function isSame(before: DrawnComparison | undefined, now: DrawnComparison): boolean {
  const drawn = ({ left, right }: DrawnComparison): string => JSON.stringify([left.architecture, left.title, right.architecture, right.title]); // prettier-ignore
  return before !== undefined && drawn(before) === drawn(now);
}
