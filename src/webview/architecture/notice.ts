import { control, html } from './element';

/** What stands in the drawing's place while there is none. */
export interface Notice {
  readonly element: HTMLElement;
  /** A network is being laid out. */
  working(text: string): void;
  /** Something went wrong, in one sentence. */
  failed(sentence: string): void;
  hide(): void;
}

/** Starts out as the invitation to train. */
export function createNotice(train: () => void): Notice {
  const start = control('vscode-button', { id: 'empty-train' }, ['Train']);
  start.addEventListener('click', train);
  const invitation = html('div', { class: 'notice', id: 'empty' }, [
    html('p', {}, ['No network yet. Run “ResNet: Train …” to see one here, block by block, while it learns.']),
    start,
  ]);
  const element = html('div', { class: 'notices' }, [invitation]);
  return {
    element,
    working: (text) =>
      element.replaceChildren(
        html('div', { class: 'notice', id: 'working', role: 'status' }, [control('vscode-progress-ring', {}), html('p', {}, [text])]),
      ),
    failed: (sentence) =>
      element.replaceChildren(html('div', { class: 'notice', id: 'problem', role: 'alert' }, [html('p', {}, [sentence])])),
    hide: () => element.replaceChildren(),
  };
}
