import { button, control, html } from '../element';
import { navigationHelp } from './navigation';
import { smoothingWeights, type ViewState } from './viewState';
import { xUnitNames, xUnits } from './xUnit';

/** What a person changes with the controls. */
export interface ControlEvents {
  changed(state: ViewState): void;
  resetZoom(): void;
  saveNumbers(): void;
  saveImage(): void;
}

type Toggle = 'logValues' | 'logSteps' | 'fromZero';

const toggles: readonly { readonly name: Toggle; readonly id: string; readonly label: string; readonly tip: string }[] =
  [
    { name: 'logSteps', id: 'log-steps', label: 'Log x', tip: 'Logarithmic axis of steps, epochs or time' },
    { name: 'logValues', id: 'log-values', label: 'Log y', tip: 'Logarithmic axes of loss, norm and learning rate' },
    { name: 'fromZero', id: 'from-zero', label: 'From 0', tip: 'Value axes, unless logarithmic, begin at 0' },
  ];

/** Smoothing, the axes, the way back from a zoom, and the files. */
export class ChartControls {
  readonly element: HTMLElement;
  readonly #slider = html('input', {
    ...{ id: 'smoothing', type: 'range', min: 0, max: smoothingWeights.length - 1, step: 1 },
    title: 'Weight of the moving average; 0 shows each step as it is',
  });
  readonly #weight = html('output', { for: 'smoothing' });
  readonly #unit: HTMLElement;
  readonly #reset: HTMLElement;

  constructor(
    private state: ViewState,
    private readonly events: ControlEvents,
  ) {
    this.#slider.value = String(smoothingWeights.findIndex((weight) => weight === state.smoothing));
    this.#slider.addEventListener('input', () => this.#change({ smoothing: this.#chosenWeight() }));
    this.#unit = this.#unitChoice();
    this.#reset = button({ id: 'reset-zoom', appearance: 'secondary' }, 'Show all', () => events.resetZoom());
    const smoothing = html('div', { class: 'smoothing' }, [
      html('label', { for: 'smoothing' }, ['Smoothing']),
      this.#slider,
      this.#weight,
    ]);
    const axes = html('div', { class: 'axes' }, [this.#unit, ...toggles.map((each) => this.#toggle(each))]);
    this.element = html('div', { class: 'chart-controls', role: 'group', 'aria-label': 'Charts' }, [
      ...[smoothing, axes, this.#files(), help()],
    ]);
    this.#showWeight();
    this.showZoomed(false);
  }

  /** Takes over what was changed elsewhere. */
  setState(state: ViewState): void {
    this.state = state;
  }

  /** Offers the way back only where there is one; its place is kept, so nothing jumps. */
  showZoomed(zoomed: boolean): void {
    this.#reset.classList.toggle('absent', !zoomed);
  }

  #unitChoice(): HTMLElement {
    const options = xUnitNames.map((name) => html('option', { value: name }, [xUnits[name].title]));
    const choice = html('select', { id: 'unit', 'aria-label': 'Horizontal axis', title: 'Horizontal axis' }, options);
    choice.value = this.state.unit;
    choice.addEventListener('change', () =>
      this.#change({ unit: xUnitNames.find((name) => name === choice.value) ?? this.state.unit }),
    );
    return choice;
  }

  #toggle({ name, id, label, tip }: (typeof toggles)[number]): HTMLElement {
    const box = control('vscode-checkbox', { id, title: tip }, [label]);
    box.toggleAttribute('checked', this.state[name]);
    box.addEventListener('change', () => this.#change({ [name]: !this.state[name] }));
    return box;
  }

  #files(): HTMLElement {
    const { events } = this;
    const secondary = (id: string, title: string) => ({ id, title, appearance: 'secondary' });
    const csv = button(secondary('save-csv', 'Save all steps as CSV'), 'CSV', () => events.saveNumbers());
    const png = button(secondary('save-png', 'Save the open charts as PNG'), 'PNG', () => events.saveImage());
    return html('div', { class: 'files' }, [csv, png, this.#reset]);
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

function help(): HTMLElement {
  const lines = navigationHelp.map((line) => html('li', {}, [line]));
  return html('details', { class: 'chart-help' }, [html('summary', {}, ['Mouse and keys']), html('ul', {}, lines)]);
}
