import { control, html } from '../element';
import { metrics } from '../../drawing/graph/metric';
import { ScaleEnd } from './scaleEnd';
import { scaleOf, withScale, type TintLook } from '../../drawing/graph/tintLook';
import { tintScales, type Range } from '../../drawing/graph/tintScale';

/** Is given another look than the one that was shown. */
export type ChangeLook = (look: TintLook) => void;

interface Choice {
  readonly id: string;
  readonly label: string;
  readonly tip: string;
  readonly isChosen: (look: TintLook) => boolean;
  /** The look with the choice turned on or off; `range` is what is shown. */
  readonly choose: (look: TintLook, on: boolean, range: Range | undefined) => TintLook;
}

const choices: readonly Choice[] = [
  {
    ...{ id: 'scale-log', label: 'Log', tip: 'Logarithmic scale; linear otherwise' },
    isChosen: (look) => scaleOf(look).kind === 'log',
    choose: (look, on) => withScale(look, { kind: on ? 'log' : 'linear' }),
  },
  {
    ...{ id: 'scale-fixed', label: 'Fixed', tip: 'Keeps the range, whose ends can then be typed' },
    isChosen: (look) => scaleOf(look).fixed !== undefined,
    choose: (look, on, fixed) => withScale(look, { kind: scaleOf(look).kind, ...(on && fixed ? { fixed } : {}) }),
  },
  {
    ...{ id: 'values', label: 'Values', tip: 'Numbers on the cards' },
    isChosen: ({ values }) => values,
    choose: (look, values) => ({ ...look, values }),
  },
];

/** The palette's two ends, which the user may fix, and the choices of how values are shown. */
export class ScaleControls {
  readonly low = new ScaleEnd({ id: 'legend-low', label: 'Lowest value of the scale' }, () => this.#fix());
  readonly high = new ScaleEnd({ id: 'legend-high', label: 'Highest value of the scale' }, () => this.#fix());
  readonly element: HTMLElement;
  readonly #boxes: ReadonlyMap<Choice, HTMLElement>;
  #shown: { readonly look: TintLook; readonly range: Range | undefined } | undefined;

  constructor(private readonly change: ChangeLook) {
    this.#boxes = new Map(choices.map((choice) => [choice, this.#checkbox(choice)]));
    const boxes = [...this.#boxes.values()];
    this.element = html('span', { class: 'choices', role: 'group', 'aria-label': 'Colours' }, boxes);
  }

  show(look: TintLook, range: Range | undefined): void {
    this.#shown = { look, range };
    for (const [{ isChosen }, box] of this.#boxes) setChecked(box, isChosen(look));
    const fixed = scaleOf(look).fixed !== undefined;
    const { format } = metrics[look.metric];
    this.low.show({ value: range?.low, format, fixed });
    this.high.show({ value: range?.high, format, fixed });
  }

  #checkbox({ id, label, tip, isChosen, choose }: Choice): HTMLElement {
    const box = control('vscode-checkbox', { id, title: tip }, [label]);
    box.addEventListener('change', () => {
      if (this.#shown === undefined) return;
      const { look, range } = this.#shown;
      const on = isChecked(box);
      if (isChosen(look) !== on) this.change(choose(look, on, range)); // it is told of what `show` changes as well
    });
    return box;
  }

  #fix(): void {
    if (this.#shown === undefined) return;
    const { look } = this.#shown;
    const { kind } = scaleOf(look);
    const fixed = { low: this.low.value(), high: this.high.value() };
    const problem = tintScales[kind].problem(fixed);
    for (const end of [this.low, this.high]) end.complain(problem);
    if (problem === undefined) this.change(withScale(look, { kind, fixed }));
  }
}

function isChecked(box: HTMLElement): boolean {
  return 'checked' in box && box.checked === true;
}

function setChecked(box: HTMLElement, checked: boolean): void {
  if ('checked' in box && box.checked !== checked) box.checked = checked;
}
