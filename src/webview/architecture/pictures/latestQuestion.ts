import { UserError } from '../../../protocol/userError';
import { html } from '../../element';

/** One question to the extension at a time, with a line that says how it stands: a newer one cancels the one before. */
export class LatestQuestion {
  readonly status = html('p', { class: 'status', role: 'status', hidden: '' });
  #current: AbortController | undefined;

  /** Asks; `done` is called with the answer unless something else was asked meanwhile. */
  ask<T>(working: string, question: (signal: AbortSignal) => Promise<T>, done: (answer: T) => void): void {
    this.cancel();
    const mine = new AbortController();
    this.#current = mine;
    this.#say(working);
    const settle = (act: () => void): void => {
      if (this.#current === mine) act();
    };
    question(mine.signal).then(
      (answer) =>
        settle(() => {
          this.#say('');
          done(answer);
        }),
      (error: unknown) => settle(() => this.#say(sentenceOf(error))),
    );
  }

  /** Nothing is asked any more. */
  cancel(): void {
    this.#current?.abort();
    this.#current = undefined;
    this.#say('');
  }

  #say(text: string): void {
    this.status.textContent = text;
    this.status.hidden = text === '';
  }
}

function sentenceOf(error: unknown): string {
  return error instanceof UserError ? error.message : `The answer could not be shown: ${String(error)}.`;
}
