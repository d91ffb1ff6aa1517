import { exact, percent } from '../../protocol/format';
import { html } from '../element';

/** More classes than these have no room for numbers. */
const mostClasses = 10;

/** How much of its colour a cell takes that has a whole class, in percent: more, and its number could not be read in every theme. */
const deepest = 44;

/** A confusion matrix as a table: rows are the images' classes, columns what they were taken for, deeper where more are. */
export function confusionMatrix(counts: readonly (readonly number[])[], classes: readonly string[]): HTMLElement {
  if (counts.length > mostClasses)
    return html('p', { class: 'note' }, [
      `A confusion matrix is drawn for ${mostClasses} classes at most; these are ${counts.length}.`,
    ]);
  const heads = classes.map((name) => html('th', { scope: 'col', title: name }, [html('span', {}, [name])]));
  const corner = html('td', { class: 'corner' }, ['is ↓ · taken for →']);
  const rows = counts.map((row, label) => {
    const images = row.reduce((sum, count) => sum + count, 0);
    const name = html('th', { scope: 'row', title: classes[label] ?? '' }, [classes[label] ?? String(label)]);
    return html('tr', {}, [
      name,
      ...row.map((count, taken) =>
        cell({ count, images, right: taken === label, names: [classes[label], classes[taken]] }),
      ),
    ]);
  });
  return html('table', { class: counts.length > 4 ? 'confusion upright' : 'confusion' }, [
    html('thead', {}, [html('tr', {}, [corner, ...heads])]),
    html('tbody', {}, rows),
  ]);
}

interface Cell {
  readonly count: number;
  /** Of the row. */
  readonly images: number;
  /** Whether it lies on the diagonal. */
  readonly right: boolean;
  readonly names: readonly [label: string | undefined, taken: string | undefined];
}

function cell({ count, images, right, names: [label = '?', taken = '?'] }: Cell): HTMLElement {
  const share = images === 0 ? 0 : count / images;
  const title = `${exact(count)} of ${exact(images)} ${label} images (${percent(share)}) were taken for ${taken}`;
  const made = html('td', { class: right ? 'right' : 'wrong', title }, [exact(count)]);
  made.style.setProperty('--share', `${Math.round(deepest * share)}%`);
  return made;
}
