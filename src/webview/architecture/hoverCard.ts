import { placeCard, type Surroundings } from './cardPlacement';
import { html, setText } from '../element';
import { factList, factRow, type FactRow } from './factList';
import { factsOf, liveFacts } from '../../drawing/graph/hoverFacts';
import type { SubjectNumbers } from '../../drawing/graph/liveNumbers';
import type { Network, Subject } from '../../drawing/graph/network';
import { weightFacts, type WeightsByName } from './weightFacts';
import type { TensorStatistics } from '../../protocol/weights';

/** What training tells of a subject. */
export interface LiveSource {
  /** The newest numbers, if there are any. */
  numbers(subject: Subject): SubjectNumbers | undefined;
  /** That the run's numbers stop being sound in it, in a sentence; else nothing. */
  faultOf(subject: Subject): string;
}

/** How a subject differs from what it is compared with. */
export interface Changes {
  readonly title: string;
  readonly lines: readonly string[];
}

/** The floating card about one subject; the pointer goes through it. */
export class HoverCard {
  readonly element = html('div', { id: 'hover-card', role: 'tooltip', hidden: '' });
  #shown: Subject | undefined;
  readonly #fault = html('p', { class: 'fault' });
  #live: readonly HTMLElement[] = [];
  #weights: WeightsByName = new Map();

  /** @param changesOf how a subject differs from what it is compared with: a title and its lines */
  constructor(
    private readonly source: LiveSource,
    private readonly changesOf: (subject: Subject) => Changes | undefined = () => undefined,
  ) {}

  /** Shows the subject beside an element of the drawing. */
  show(subject: Subject, beside: Element, network: Network): void {
    if (this.#shown !== subject) this.#fill(subject, network);
    this.#shown = subject;
    this.element.hidden = false;
    const { width, height } = this.element.getBoundingClientRect();
    const spot = placeCard({ width, height }, surroundingsOf(beside));
    this.element.style.translate = `${Math.round(spot.x)}px ${Math.round(spot.y)}px`;
  }

  /** What a network's weights are like, from the next subject on. */
  takeWeights(weights: readonly TensorStatistics[] = []): void {
    this.#weights = new Map(weights.map((tensor) => [tensor.name, tensor]));
  }

  hide(): void {
    this.#shown = undefined;
    this.element.hidden = true;
  }

  /** New numbers for what is shown; nothing moves. */
  update(): void {
    if (this.#shown === undefined) return;
    setText(this.#fault, this.source.faultOf(this.#shown));
    liveFacts(this.#shown, this.source.numbers(this.#shown)).forEach(({ value }, index) => {
      const cell = this.#live[index];
      if (cell !== undefined && cell.textContent !== value) cell.textContent = value;
    });
  }

  #fill(subject: Subject, network: Network): void {
    const { title, kind, facts, shortcut } = factsOf(subject, network);
    const live = liveFacts(subject, this.source.numbers(subject)).map(factRow);
    this.#live = live.map(({ value }) => value);
    const parts = [
      html('div', { class: 'head' }, [html('strong', {}, [title]), html('span', {}, [kind])]),
      this.#fault,
      factList(facts.map(factRow)),
    ];
    setText(this.#fault, this.source.faultOf(subject));
    if (shortcut !== '') parts.push(html('p', { class: 'shortcut' }, [shortcut]));
    const weights = weightFacts(subject, this.#weights).map(factRow);
    if (weights.length > 0) parts.push(section('weights', 'Weights: mean ± spread, range', weights));
    if (live.length > 0) parts.push(section('live', 'Newest step', live));
    const changes = this.changesOf(subject);
    if (changes !== undefined) parts.splice(1, 0, changesSection(changes));
    this.element.replaceChildren(...parts);
  }
}

function section(name: string, title: string, rows: readonly FactRow[]): HTMLElement {
  return html('div', { class: `section ${name}` }, [html('h2', {}, [title]), factList(rows)]);
}

function changesSection({ title, lines }: Changes): HTMLElement {
  const rows = lines.map((line) => html('p', {}, [line]));
  return html('div', { class: 'section changes' }, [html('h2', {}, [title]), ...rows]);
}

function surroundingsOf(item: Element): Surroundings {
  const { clientHeight } = document.documentElement;
  const { right } = (item.closest('#canvas') ?? document.documentElement).getBoundingClientRect(); // the pane stays in sight
  return {
    target: (item.querySelector('.title, .frame, .plus') ?? item).getBoundingClientRect(),
    drawingEnd: item.closest('#graph > g')?.getBoundingClientRect().right ?? 0,
    window: { width: right, height: clientHeight },
  };
}
