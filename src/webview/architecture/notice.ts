import { button, control, html } from '../element';

/** What stands in the drawing's place while there is none; at first the invitation to train. */
export class Notice {
  readonly element: HTMLElement;

  constructor(train: () => void) {
    const text = 'No network yet. Run “ResNet: Train …” to see one here, block by block, while it learns.';
    const start = button({ id: 'empty-train' }, 'Train', train);
    this.element = html('div', { class: 'notices' }, [
      html('div', { class: 'notice', id: 'empty' }, [html('p', {}, [text]), start]),
    ]);
  }

  /** A network is being laid out. */
  working(text: string): void {
    const ring = control('vscode-progress-ring', {});
    const notice = html('div', { class: 'notice', id: 'working', role: 'status' }, [ring, html('p', {}, [text])]);
    this.element.replaceChildren(notice);
  }

  /** Something went wrong, in one sentence. */
  failed(sentence: string): void {
    const notice = html('div', { class: 'notice', id: 'problem', role: 'alert' }, [html('p', {}, [sentence])]);
    this.element.replaceChildren(notice);
  }

  /** What is drawn is not all that was asked for: said below the drawing, which stays in sight. */
  fault(sentence: string): void {
    this.failed(sentence);
    this.element.firstElementChild?.classList.add('fault');
  }

  hide(): void {
    this.element.replaceChildren();
  }
}
