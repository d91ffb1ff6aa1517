import { button, html, setAttributes, setText } from '../element';
import { stateNames } from '../../protocol/format';
import { isActive } from '../../protocol/isActive';
import type { RunControl } from '../../protocol/viewContract';
import { ControlButtons } from './controlButtons';
import { EngineLine } from './engineLine';
import { progressOf } from './progress';
import type { RunData } from './runData';
import { RunFacts } from './runFacts';

/** What the header's buttons ask for. */
export interface RunActions {
  stop(): void;
  control(name: RunControl): void;
  train(): void;
}

/** The run's title and state, how far it is, and its buttons. */
export class StatusHeader {
  readonly element: HTMLElement;
  readonly #title = html('h1', { class: 'run-title' });
  readonly #state = html('span', { class: 'run-state', role: 'status' });
  readonly #message = html('p', { class: 'run-message' });
  readonly #facts = new RunFacts();
  readonly #engine = new EngineLine();
  readonly #bar = html('progress', { class: 'run-progress', max: 1, 'aria-label': 'Steps done' });
  readonly #controls: ControlButtons;
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
    this.#controls = new ControlButtons((name) => actions.control(name));
    const heading = html('div', { class: 'run-heading' }, [this.#title, this.#state]);
    const buttons = html('div', { class: 'run-buttons' }, [...this.#controls.besideStop, this.#stop, this.#train]);
    const controls = html('div', { class: 'run-controls' }, this.#controls.others);
    const about = [this.#message, controls, this.#facts.element, this.#engine.element];
    this.element = html('header', { class: 'run' }, [heading, buttons, ...about, this.#bar]);
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
    this.#facts.show(data, progress);
    this.#engine.show(data.status.start);
    this.#bar.value = progress === undefined ? 0 : Math.min(1, progress.step / Math.max(1, progress.steps));
    this.#controls.show(data.status);
    this.#stop.dataset['run'] = id;
    toggle(this.#stop, 'disabled', this.#stopping === id);
    toggle(this.#stop, 'hidden', !active);
    toggle(this.#train, 'hidden', active);
  }
}

function toggle(element: HTMLElement, attribute: 'hidden' | 'disabled', on: boolean): void {
  element.toggleAttribute(attribute, on);
}
