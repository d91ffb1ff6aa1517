import { placeCard } from './cardPlacement';
import { html } from './element';
import { factsOf, liveFacts, type Fact } from './hoverFacts';
import type { SubjectNumbers } from './liveNumbers';
import type { Network, Subject } from './network';

/** The floating card about one subject. */
export interface HoverCard {
  readonly element: HTMLElement;
  /** Shows the subject beside an element of the drawing. */
  show(subject: Subject, beside: Element, network: Network): void;
  hide(): void;
  /** New numbers for what is shown; nothing moves. */
  update(numbersOf: (subject: Subject) => SubjectNumbers | undefined): void;
  shown(): Subject | undefined;
}

export function createHoverCard(numbersNow: (subject: Subject) => SubjectNumbers | undefined): HoverCard {
  const element = html('div', { id: 'hover-card', role: 'tooltip', hidden: '' });
  let shown: Subject | undefined;
  let live: readonly HTMLElement[] = [];

  function show(subject: Subject, beside: Element, network: Network): void {
    if (shown?.id !== subject.id) fill(subject, network);
    shown = subject;
    element.hidden = false;
    const { width, height } = element.getBoundingClientRect();
    const frame = beside.querySelector('.frame') ?? beside;
    const spot = placeCard(frame.getBoundingClientRect(), { width, height }, windowSize());
    element.style.translate = `${Math.round(spot.x)}px ${Math.round(spot.y)}px`;
  }

  function fill(subject: Subject, network: Network): void {
    const { title, kind, facts, shortcut } = factsOf(subject, network);
    const numbers = liveFacts(subject, numbersNow(subject));
    const rows = numbers.map(factRow);
    live = rows.map((row) => row.value);
    element.replaceChildren(
      html('div', { class: 'head' }, [html('strong', {}, [title]), html('span', {}, [kind])]),
      list(facts.map(factRow)),
      ...(shortcut === '' ? [] : [html('p', { class: 'shortcut' }, [shortcut])]),
      ...(rows.length === 0 ? [] : [html('div', { class: 'live' }, [html('h2', {}, ['This step']), list(rows)])]),
    );
  }

  return {
    element,
    show,
    hide: () => {
      shown = undefined;
      element.hidden = true;
    },
    update: (numbersOf) => {
      if (shown === undefined) return;
      liveFacts(shown, numbersOf(shown)).forEach(({ value }, index) => {
        const cell = live[index];
        if (cell !== undefined && cell.textContent !== value) cell.textContent = value;
      });
    },
    shown: () => shown,
  };
}

interface FactRow {
  readonly label: HTMLElement;
  readonly value: HTMLElement;
}

function factRow({ label, value }: Fact): FactRow {
  return { label: html('dt', {}, [label]), value: html('dd', {}, [value]) };
}

function list(rows: readonly FactRow[]): HTMLElement {
  return html(
    'dl',
    {},
    rows.map(({ label, value }) => html('div', {}, [label, value])),
  );
}

function windowSize(): { width: number; height: number } {
  const { clientWidth, clientHeight } = document.documentElement;
  return { width: clientWidth, height: clientHeight };
}
