import { comparisonTitle, type ListedDifference } from '../../protocol/comparisonText';
import type { DrawnComparison } from '../../protocol/viewContract';
import { signs } from '../architecture/differenceSign';
import { metricMenu, zoomButtons } from '../architecture/header';
import { levelButtons } from '../architecture/levelButtons';
import type { LevelName } from '../../drawing/graph/levels';
import { choose } from '../architecture/menu';
import type { MetricName } from '../../drawing/graph/metric';
import { button, html, iconButton, setText } from '../element';

/** What the bar's controls do. */
export interface BarEvents {
  readonly step: (by: 1 | -1) => void;
  readonly goTo: (index: number) => void;
  readonly metric: (name: MetricName) => void;
  readonly level: (name: LevelName) => void;
  readonly zoom: (factor: number) => void;
  readonly fit: (how: 'width' | 'all') => void;
  readonly close: () => void;
}

/** So many differences are listed at most; the others can be stepped to. */
const mostListed = 400;

/** The bar above two networks: what is compared, how they differ, the way from difference to difference. */
export class ComparisonBar {
  readonly #title = html('h1', { id: 'title' });
  readonly #summary = html('div', { id: 'totals' });
  readonly #shown = html('span', { id: 'difference', role: 'status' });
  readonly #count = html('summary');
  readonly #items = html('ol');
  readonly #list = html('details', { id: 'differences' }, [this.#count, this.#items]);
  readonly #metric: HTMLElement;
  readonly element: HTMLElement;
  #differences: readonly ListedDifference[] = [];

  constructor(private readonly events: BarEvents) {
    this.#metric = metricMenu(events.metric);
    const steps = html('div', { class: 'steps' }, [
      iconButton({ id: 'previous', label: 'Previous difference (p)', icon: 'M4 10l4-4l4 4' }, () => events.step(-1)),
      iconButton({ id: 'next', label: 'Next difference (n)', icon: 'M4 6l4 4l4-4' }, () => events.step(1)),
      this.#list,
    ]);
    const buttons = html('div', { class: 'buttons' }, [levelButtons(events.level), zoomButtons(events)]);
    const close = button({ id: 'close', appearance: 'secondary', title: 'Back to one network (Escape)' }, 'Close comparison', events.close); // prettier-ignore
    this.element = html('header', { id: 'header' }, [
      html('div', { class: 'about' }, [this.#title, this.#summary]),
      html('div', { class: 'controls' }, [steps, html('div', { class: 'tools' }, [this.#metric, buttons, close])]),
      this.#shown,
    ]);
  }

  show(compared: DrawnComparison, phrases: readonly string[], differences: readonly ListedDifference[]): void {
    this.#differences = differences;
    this.#title.textContent = comparisonTitle(compared);
    this.#summary.replaceChildren(...phrases.map((phrase) => html('span', { class: 'total' }, [phrase])));
    const { length } = differences;
    this.#count.textContent = length === 1 ? '1 difference' : `${length} differences`;
    this.#list.open = false;
    this.#items.replaceChildren(...differences.slice(0, mostListed).map((difference, index) => this.#item(difference, index))); // prettier-ignore
    if (length > mostListed) this.#items.append(html('li', {}, [`… and ${length - mostListed} more: n and p step through all.`])); // prettier-ignore
  }

  showMetric(metric: MetricName): void {
    choose(this.#metric, metric);
  }

  /** Tells of the difference that is gone to; −1: of none. */
  showDifference(index: number): void {
    const difference = this.#differences[index];
    setText(this.#shown, difference === undefined ? '' : `${index + 1} of ${this.#differences.length}: ${sentence(difference)}`); // prettier-ignore
    this.#items.querySelector('[aria-current]')?.removeAttribute('aria-current');
    this.#items.children[index]?.firstElementChild?.setAttribute('aria-current', 'true');
  }

  /** Closes the list of differences; whether it was open. */
  closeList(): boolean {
    const { open } = this.#list;
    this.#list.open = false;
    return open;
  }

  #item(difference: ListedDifference, index: number): HTMLElement {
    const link = html('button', { type: 'button', class: difference.change }, [
      html('span', { class: 'sign', 'aria-hidden': 'true' }, [signs[difference.change]]),
      sentence(difference),
    ]);
    link.addEventListener('click', () => {
      this.#list.open = false;
      this.events.goTo(index);
    });
    return html('li', {}, [link]);
  }
}

/** `layer2.0 changed: shortcut: projection → none`. */
function sentence({ left, right, change, what }: ListedDifference): string {
  const names = [...new Set([left, right])].filter((name) => name !== undefined).join(' → ');
  return what.length === 0 ? `${names} ${change}` : `${names} ${change}: ${what.join('; ')}`;
}
