import { control, html } from '../element';

interface Menu<N extends string> {
  readonly id: string;
  readonly label: string;
  /** For the tip: what the choice does. */
  readonly tip: string;
  readonly options: readonly { readonly name: N; readonly label: string }[];
  readonly chosen: (name: N) => void;
}

/** A labelled menu of the header; its options' values are their names. */
export function menu<N extends string>({ id, label, tip, options, chosen }: Menu<N>): HTMLElement {
  const items = options.map(({ name, label: text }) => control('vscode-option', { value: name }, [text]));
  const list = control('vscode-dropdown', { id, 'aria-label': label }, items);
  list.addEventListener('change', () => {
    const value = 'value' in list ? list.value : undefined;
    const found = options.find(({ name }) => name === value);
    if (found !== undefined) chosen(found.name);
  });
  return html('div', { class: 'choice', title: tip }, [html('label', { for: id }, [label]), list]);
}

/** Shows an option as the chosen one. */
export function choose(menuElement: HTMLElement, name: string): void {
  for (const option of menuElement.querySelectorAll('vscode-option'))
    option.toggleAttribute('selected', option.getAttribute('value') === name);
}
