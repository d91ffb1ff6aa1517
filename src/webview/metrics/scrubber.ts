import { exact } from '../../protocol/format';
import { button, html, iconButton, setAttributes, setText } from '../element';

/** What a person does in time. */
export interface ScrubberEvents {
  /** Looks back at a step; nothing: follows the newest. */
  lookBack(step: number | undefined): void;
}

const icons = { play: 'M4 2.5v11l9-5.5z', pause: 'M4 3h3v10H4zM9 3h3v10H9z' };

/** How long playing a whole run takes, and how often it goes on, in ms. */
const playing = { whole: 12_000, beat: 60 };

/** The line of time above the charts: its thumb moves the whole graph to a step, or plays the run back. */
export class Scrubber {
  readonly element: HTMLElement;
  readonly #slider = html('input', {
    ...{ id: 'time', type: 'range', min: 1, step: 1, 'aria-label': 'Step to look back at' },
    title: 'Drag to see the graph as it was at a step',
  });
  readonly #step = html('output', { for: 'time' });
  readonly #play = iconButton({ id: 'play', label: 'Play the run', icon: icons.play }, () => this.#togglePlay());
  readonly #live: HTMLElement;
  #steps = 0;
  #moment: number | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly events: ScrubberEvents) {
    this.#live = button({ id: 'live', appearance: 'secondary', title: 'Follow the newest step' }, 'Live', () =>
      this.goTo(undefined),
    );
    this.#slider.addEventListener('input', () => this.goTo(Number(this.#slider.value)));
    const parts = [this.#play, this.#slider, this.#step, this.#live];
    this.element = html('div', { class: 'scrubber', role: 'group', 'aria-label': 'Time' }, parts);
    this.#draw();
  }

  /** The step that is looked back at. */
  get moment(): number | undefined {
    return this.#moment;
  }

  /** How many steps there are to look back at. */
  showSteps(steps: number): void {
    if (steps === this.#steps) return;
    this.#steps = steps;
    this.#draw();
  }

  /** Another view has gone to a step, or this one after it was loaded anew. */
  show(moment: number | undefined): void {
    if (this.#timer !== undefined && moment !== undefined) return; // an answer to what is played
    if (moment === undefined) this.#stop();
    this.#moment = moment;
    this.#draw();
  }

  /** Looks back at a step in place of what is played; nothing: follows the newest. */
  goTo(step: number | undefined): void {
    this.#stop();
    this.#goTo(step);
  }

  #goTo(step: number | undefined): void {
    this.#moment = step;
    this.#draw();
    this.events.lookBack(step);
  }

  #togglePlay(): void {
    if (this.#timer === undefined) this.#start();
    else this.#stop();
  }

  /** From where the thumb is, or from the beginning where that is the end. */
  #start(): void {
    const from = this.#moment ?? this.#steps;
    let place = from >= this.#steps ? 1 : from;
    this.#timer = setInterval(() => {
      place += Math.max(1, (this.#steps * playing.beat) / playing.whole);
      if (place >= this.#steps) this.#stop();
      this.#goTo(Math.min(this.#steps, Math.round(place)));
    }, playing.beat);
    this.#goTo(place);
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#draw();
  }

  #draw(): void {
    const step = this.#moment ?? this.#steps;
    this.element.classList.toggle('absent', this.#steps < 2);
    setAttributes(this.#slider, { max: Math.max(1, this.#steps), 'aria-valuetext': `step ${exact(step)}` });
    if (this.#slider.value !== String(step)) this.#slider.value = String(step);
    setText(this.#step, `step ${exact(step)}`);
    this.#live.toggleAttribute('disabled', this.#moment === undefined);
    const isPlaying = this.#timer !== undefined;
    const label = isPlaying ? 'Pause playing' : 'Play the run';
    setAttributes(this.#play, { 'aria-label': label, title: label });
    const path = this.#play.querySelector('path');
    if (path !== null) setAttributes(path, { d: isPlaying ? icons.pause : icons.play });
  }
}
