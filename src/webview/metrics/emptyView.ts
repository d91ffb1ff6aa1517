import { control, html } from '../architecture/element';

/** What stands in the view before the first run. */
export function emptyView(train: () => void): HTMLElement {
  const button = control('vscode-button', { id: 'train-first' }, ['Train']);
  button.addEventListener('click', train);
  return html('section', { class: 'empty' }, [
    html('p', {}, ['No network has been trained here yet: train one, and its loss and accuracy are drawn live.']),
    button,
  ]);
}
