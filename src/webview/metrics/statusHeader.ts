import { button, html, setAttributes, setText } from '../element';
import { duration, exact, stateNames } from '../../protocol/format';
import { isActive } from '../isActive';
import { progressOf, type Progress } from './progress';
import type { RunData } from './runData';

/** What the header's buttons ask for. */
export interface RunActions {
  stop(): void;
  train(): void;
}

/** The run's title and state, how far it is, and its buttons. */
export class StatusHeader {
  readonly element: HTMLElement;
  readonly #title = html('h1', { class: 'run-title' });
  readonly #state = html('span', { class: 'run-state', role: 'status' });
  readonly #message = html('p', { class: 'run-message' });
  readonly #facts = new Facts();
  readonly #bar = html('progress', { class: 'run-progress', max: 1, 'aria-label': 'Steps done' });
  readonly #stop: HTMLElement;
  readonly #train: HTMLElement;
  #stopping: string | undefined;

  constructor(actions: RunActions) {
    this.#stop = button({ id: 'stop', appearance: 'secondary' }, 'Stop', () => {
      if (this.#stop.hasAttribute('disabled')) return;
      this.#stopping = this.#stop.dataset['run'];
      toggle(this.#stop, 'disabled', true);
      actions.stop();
    });
    this.#train = button({ id: 'train' }, 'Train again', () => actions.train());
    const heading = html('div', { class: 'run-heading' }, [this.#title, this.#state]);
    const buttons = html('div', { class: 'run-buttons' }, [this.#stop, this.#train]);
    this.element = html('header', { class: 'run' }, [heading, buttons, this.#message, this.#facts.element, this.#bar]);
  }

  show(data: RunData): void {
    const { id, title, state, message } = data.status;
    const active = isActive(data.status);
    const progress = progressOf(data);
    setText(this.#title, title);
    setText(this.#state, stateNames[state]);
    setAttributes(this.element, { 'data-state': state });
    setText(this.#message, message);
    setAttributes(this.#message, { title: message, role: state === 'failed' ? 'alert' : 'none' });
    this.#facts.show(factTexts(data, progress));
    this.#bar.value = progress === undefined ? 0 : Math.min(1, progress.step / Math.max(1, progress.steps));
    this.#stop.dataset['run'] = id;
    toggle(this.#stop, 'disabled', this.#stopping === id);
    toggle(this.#stop, 'hidden', !active);
    toggle(this.#train, 'hidden', active);
  }
}

type FactName = 'Epoch' | 'Step' | 'Elapsed' | 'Left' | 'Engine';

/** Short facts side by side, each under its name; their number never changes, so nothing jumps. */
class Facts {
  readonly #values: Readonly<Record<FactName, HTMLElement>> = {
    Epoch: html('dd', { 'data-fact': 'epoch' }),
    Step: html('dd', { 'data-fact': 'step' }),
    Elapsed: html('dd', { 'data-fact': 'elapsed' }),
    Left: html('dd', { 'data-fact': 'left' }),
    Engine: html('dd', { 'data-fact': 'engine' }),
  };
  readonly element = html(
    'dl',
    { class: 'run-facts' },
    Object.entries(this.#values).map(([name, value]) => html('div', {}, [html('dt', {}, [name]), value])),
  );

  show(texts: Readonly<Record<FactName, string>>): void {
    setText(this.#values.Epoch, texts.Epoch);
    setText(this.#values.Step, texts.Step);
    setText(this.#values.Elapsed, texts.Elapsed);
    setText(this.#values.Left, texts.Left);
    setText(this.#values.Engine, texts.Engine);
  }
}

function factTexts(data: RunData, progress: Progress | undefined): Readonly<Record<FactName, string>> {
  const engine = data.status.start?.engine ?? '–';
  if (progress === undefined) return { Epoch: '–', Step: '–', Elapsed: '–', Left: '–', Engine: engine };
  const { epoch, epochs, step, steps, elapsedSeconds, leftSeconds } = progress;
  return {
    Epoch: `${exact(epoch)} / ${exact(epochs)}`,
    Step: `${exact(step)} / ${exact(steps)}`,
    Elapsed: duration(elapsedSeconds),
    Left: leftSeconds === undefined ? '–' : `~ ${duration(leftSeconds)}`,
    Engine: engine,
  };
}

function toggle(element: HTMLElement, attribute: 'hidden' | 'disabled', on: boolean): void {
  element.toggleAttribute(attribute, on);
}
