import { receptiveFields } from '../../../model/receptiveField';
import type { DrawnArchitecture } from '../../../protocol/viewContract';
import { button, html, iconButton } from '../../element';
import type { HostConnection } from '../../hostConnection';
import { factList, factRow } from '../factList';
import type { Network, Subject } from '../../../drawing/graph/network';
import { FeatureMapView } from '../pictures/featureMapView';
import { Filters } from '../pictures/filters';
import { LatestQuestion } from '../pictures/latestQuestion';
import type { RunProgress } from '../../../drawing/graph/runProgress';
import type { WeightsByName } from '../weightFacts';
import { detailSections, type DetailSection, type Fields } from './detailSections';
import { LiveRecord } from './liveRecord';
import { LiveSection } from './liveSection';
import { weightSection } from './weightSection';
import { wholeNetwork } from './wholeNetwork';

/** What the pane needs of the panel. */
export interface PaneOptions {
  readonly channel: Pick<HostConnection['channel'], 'request'>;
  readonly isOpen: boolean;
  /** It has been opened or closed. */
  readonly toggled: () => void;
  /** Gives the focus to the drawing. */
  readonly leave: () => void;
}

/** The details of what is selected, or else of the whole network, pinned beside the drawing. */
export class DetailsPane {
  readonly element: HTMLElement;
  readonly #head = html('div', { class: 'head' });
  readonly #facts = html('div', { class: 'facts' });
  readonly #weights = html('div', { class: 'measured' });
  readonly #record = new LiveRecord();
  readonly #filters: Filters;
  readonly #maps: FeatureMapView;
  readonly #measuring = new LatestQuestion();
  readonly #measure = button({ appearance: 'secondary' }, 'Measure weights', () => this.#ask());
  #live: LiveSection | undefined;
  #shown: Pick<RunProgress, 'live' | 'rows'> = { live: undefined, rows: undefined };
  #network: Network | undefined;
  #fields: Fields = new Map();
  #drawn: Pick<DrawnArchitecture, 'weights' | 'trained'> = {};
  #byName: WeightsByName = new Map();
  #selected: string | undefined;

  constructor(private readonly options: PaneOptions) {
    this.#filters = new Filters(options.channel);
    this.#maps = new FeatureMapView(options.channel);
    const close = iconButton({ id: 'details-close', label: 'Close the details (i)', icon: 'M4 4l8 8M12 4l-8 8' }, () => this.toggle()); // prettier-ignore
    const body = html('div', { class: 'body', tabindex: 0, role: 'group', 'aria-label': 'What is known of it' }, [
      this.#facts,
      this.#weights,
      this.#filters.element,
      this.#maps.element,
    ]);
    this.element = html('aside', { id: 'details', 'aria-label': 'Details' }, [html('div', { class: 'bar' }, [this.#head, close]), body]); // prettier-ignore
    this.element.hidden = !options.isOpen;
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      this.toggle();
    });
  }

  isOpen(): boolean {
    return !this.element.hidden;
  }

  toggle(): void {
    if (this.element.contains(document.activeElement)) this.options.leave();
    this.element.hidden = !this.element.hidden;
    this.#fill();
    this.options.toggled();
  }

  /** Another network, or the same with other weights. */
  show(network: Network, drawn: DrawnArchitecture): void {
    const isOther = network !== this.#network;
    const isMeasured = drawn.weights !== this.#drawn.weights || drawn.trained !== this.#drawn.trained;
    this.#drawn = drawn;
    this.#network = network;
    if (isOther) this.#fields = receptiveFields(network.architecture);
    if (isMeasured) this.#byName = new Map(drawn.weights?.map((tensor) => [tensor.name, tensor]));
    if (!isOther && !isMeasured) return;
    this.#measuring.cancel();
    this.#filters.clear();
    this.#maps.renew();
    this.#fill();
  }

  /** Another subject; nothing: the network. */
  select(id: string | undefined): void {
    this.#selected = id;
    this.#fill();
  }

  /** Newest numbers of training, for the curves. */
  take(progress: RunProgress): void {
    if (this.#record.take(progress)) void this.#askPast(progress.status.id);
  }

  /** Numbers of the step that is shown. */
  look(shown: RunProgress): void {
    this.#shown = shown;
    if (this.isOpen()) this.#live?.update(shown);
  }

  /** What the run told before this page was there; without an answer, its curves begin here. */
  async #askPast(run: string): Promise<void> {
    const past = await this.options.channel.request('pastLive', null).catch(() => []);
    this.#record.fill(run, past);
    if (this.isOpen()) this.#live?.update(this.#shown);
  }

  #subject(network: Network): Subject {
    return network.subjects.get(this.#selected ?? '') ?? wholeNetwork(network);
  }

  #fill(): void {
    const network = this.#network;
    if (network === undefined || !this.isOpen()) return;
    const subject = this.#subject(network);
    const live = new LiveSection(subject, this.#record);
    live.update(this.#shown);
    this.#live = live;
    this.#head.replaceChildren(html('h2', {}, [subject.title]), html('span', {}, [subject.kind]));
    this.#facts.replaceChildren(live.element, ...detailSections(subject, network, this.#fields).map(sectionElement));
    this.#fillWeights(subject);
    const trained = this.#drawn.trained === true;
    this.#filters.offer(subject, trained);
    this.#maps.offer(subject, trained);
  }

  #fillWeights(subject: Subject): void {
    const told = weightSection(subject, this.#byName);
    const isAsked = this.#drawn.trained === true;
    this.#measure.textContent = this.#drawn.weights === undefined ? 'Measure weights' : 'Measure weights again';
    const ask = isAsked ? [html('section', {}, [this.#measure, this.#measuring.status])] : [];
    this.#weights.replaceChildren(...(told === undefined ? [] : [told]), ...ask);
  }

  #ask(): void {
    this.#measuring.ask(
      'Measuring the weights …',
      (signal) => this.options.channel.request('measureWeights', null, signal),
      () => undefined, // they come with the architecture
    );
  }
}

function sectionElement({ name, title, facts, notes }: DetailSection): HTMLElement {
  const lines = notes.map((note) => html('p', { class: 'note' }, [note]));
  return html('section', { class: name }, [html('h3', {}, [title]), factList(facts.map(factRow)), ...lines]);
}
