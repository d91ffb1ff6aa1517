import { button, control, html } from '../element';
import { smoothingWeights, type ViewState } from './viewState';

/** What a person changes with the controls. */
export interface ControlEvents {
  changed(state: ViewState): void;
  resetZoom(): void;
}

/** Smoothing, the loss axis, and the way back from a chosen range of steps. */
export class ChartControls {
  readonly element: HTMLElement;
  readonly #slider = html('input', {
    ...{ id: 'smoothing', type: 'range', min: 0, max: smoothingWeights.length - 1, step: 1 },
    title: 'Weight of the moving average; 0 shows each step as it is',
  });
  readonly #weight = html('output', { for: 'smoothing' });
  readonly #log = control('vscode-checkbox', { id: 'log-loss' }, ['Log loss axis']);
  readonly #reset: HTMLElement;

  constructor(
    private state: ViewState,
    private readonly events: ControlEvents,
  ) {
    this.#slider.value = String(smoothingWeights.findIndex((weight) => weight === state.smoothing));
    this.#log.toggleAttribute('checked', state.logLoss);
    this.#slider.addEventListener('input', () => this.#change({ smoothing: this.#chosenWeight() }));
    this.#log.addEventListener('change', () => this.#change({ logLoss: !this.state.logLoss }));
    this.#reset = button({ id: 'reset-zoom', appearance: 'secondary' }, 'All steps', () => events.resetZoom());
    const smoothing = html('div', { class: 'smoothing' }, [
      html('label', { for: 'smoothing' }, ['Smoothing']),
      this.#slider,
      this.#weight,
    ]);
    const axes = html('div', { class: 'axes' }, [this.#log, this.#reset]);
    const controls = [smoothing, axes];
    this.element = html('div', { class: 'chart-controls', role: 'group', 'aria-label': 'Charts' }, controls);
    this.#showWeight();
    this.showZoomed(false);
  }

  /** Offers the way back only where there is one; its place is kept, so nothing jumps. */
  showZoomed(zoomed: boolean): void {
    this.#reset.classList.toggle('absent', !zoomed);
  }

  #change(part: Partial<ViewState>): void {
    this.state = { ...this.state, ...part };
    this.#showWeight();
    this.events.changed(this.state);
  }

  #chosenWeight(): number {
    return smoothingWeights[Number(this.#slider.value)] ?? this.state.smoothing;
  }

  #showWeight(): void {
    const { smoothing } = this.state;
    this.#weight.textContent = smoothing === 0 ? 'off' : String(smoothing);
    this.#slider.setAttribute('aria-valuetext', this.#weight.textContent);
  }
}
