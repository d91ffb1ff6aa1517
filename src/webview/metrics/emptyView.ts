import { button, html } from '../element';

/** What stands in the view before the first run. */
export function emptyView(train: () => void): HTMLElement {
  return html('section', { class: 'empty' }, [
    html('p', {}, ['No network has been trained here yet: train one, and its loss and accuracy are drawn live.']),
    button({ id: 'train-first' }, 'Train', train),
  ]);
}
