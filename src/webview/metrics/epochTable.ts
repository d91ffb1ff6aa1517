import { percentNumber } from '../../protocol/format';
import type { EpochResult } from '../../protocol/run';
import { html } from '../element';
import { lossText } from './chartSpec';

const columns: readonly { readonly title: string; readonly cell: (epoch: EpochResult) => string }[] = [
  { title: 'Train loss', cell: ({ trainLoss }) => lossText(trainLoss) },
  { title: 'Train acc. %', cell: ({ trainAccuracy }) => percentNumber(trainAccuracy) },
  { title: 'Test loss', cell: ({ testLoss }) => lossText(testLoss) },
  { title: 'Test acc. %', cell: ({ testAccuracy }) => percentNumber(testAccuracy) },
  { title: 'Time, s', cell: ({ seconds }) => (Number.isFinite(seconds) ? seconds.toFixed(1) : '–') },
];

/** The epochs in a table, newest last; the one of the highest test accuracy is marked. */
export class EpochTable {
  readonly element: HTMLElement;
  readonly #body = html('tbody');
  #shown: readonly EpochResult[] = [];

  constructor() {
    const titles = ['Epoch', ...columns.map(({ title }) => title)];
    const head = html('thead', {}, [
      html(
        'tr',
        {},
        titles.map((title) => html('th', { scope: 'col' }, [title])),
      ),
    ]);
    const table = html('table', { id: 'epochs' }, [html('caption', {}, ['Epochs']), head, this.#body]);
    this.element = html('div', { class: 'epochs', role: 'region', 'aria-label': 'Epochs', tabindex: 0 }, [table]);
    this.element.hidden = true;
  }

  /** Adds the rows of new epochs; another run's epochs replace all. */
  show(epochs: readonly EpochResult[]): void {
    if (epochs === this.#shown) return;
    const kept = this.#shown.every((epoch, index) => epoch === epochs[index]) ? this.#shown.length : 0;
    if (kept === 0) this.#body.replaceChildren();
    this.#body.append(...epochs.slice(kept).map(row));
    this.#shown = epochs;
    this.element.hidden = epochs.length === 0;
    this.#markBest(bestIndex(epochs));
  }

  #markBest(best: number): void {
    [...this.#body.rows].forEach((row, index) => {
      row.classList.toggle('best', index === best);
      const name = row.cells[0];
      if (name !== undefined) name.lastElementChild?.toggleAttribute('hidden', index !== best);
    });
  }
}

function row(epoch: EpochResult): HTMLTableRowElement {
  const star = html('span', { class: 'best-mark', title: 'Best test accuracy', role: 'img', 'aria-label': 'best' }, [
    '★',
  ]);
  const name = html('th', { scope: 'row' }, [html('span', {}, [String(epoch.epoch)]), star]);
  return html('tr', {}, [name, ...columns.map(({ cell }) => html('td', {}, [cell(epoch)]))]);
}

function bestIndex(epochs: readonly EpochResult[]): number {
  const accuracies = epochs.map(({ testAccuracy }) => (Number.isFinite(testAccuracy) ? testAccuracy : -1));
  const best = Math.max(...accuracies);
  return best < 0 ? -1 : accuracies.indexOf(best);
}
