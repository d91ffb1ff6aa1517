import type { RunControl, RunStatus } from '../../protocol/viewContract';
import { button } from '../element';
import { isActive } from '../../protocol/isActive';

interface ControlButton {
  readonly name: RunControl;
  readonly label: string;
  readonly tip: string;
  /** Whether the run can take it; else the button is there, but disabled. */
  readonly offered: (status: RunStatus) => boolean;
  /** Left out: it is shown while the run is active. */
  readonly shown?: (status: RunStatus) => boolean;
}

const hasStarted = ({ state }: RunStatus): boolean => state === 'running' || state === 'paused';

/** One row a button, in their order. */
const controlButtons: readonly ControlButton[] = [
  {
    ...{ name: 'pause', label: 'Pause', tip: 'Wait after the batch in hand' },
    offered: hasStarted,
    shown: ({ state }) => state !== 'paused',
  },
  {
    ...{ name: 'continue', label: 'Continue', tip: 'Go on with the next batch' },
    offered: hasStarted,
    shown: ({ state }) => state === 'paused',
  },
  {
    ...{ name: 'stopAfterEpoch', label: 'Stop after epoch', tip: 'Finish, test and save this epoch, then stop' },
    offered: (status) => hasStarted(status) && status.stopsAfterEpoch !== true,
  },
  {
    ...{ name: 'changeLearningRate', label: 'Learning rate…', tip: 'Change the learning rate from the next step on' },
    offered: hasStarted,
  },
];

/** The buttons that change a run that goes on. */
export class ControlButtons {
  /** Pause and Continue, of which one is shown at a time. */
  readonly besideStop: readonly HTMLElement[];
  readonly others: readonly HTMLElement[];
  readonly #buttons: readonly HTMLElement[];

  constructor(control: (name: RunControl) => void) {
    this.#buttons = controlButtons.map(({ name, label, tip }) => {
      const id = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      const made = button({ id, appearance: 'secondary', title: tip }, label, () => {
        if (!made.hasAttribute('disabled')) control(name);
      });
      return made;
    });
    this.besideStop = this.#buttons.slice(0, 2);
    this.others = this.#buttons.slice(2);
  }

  show(status: RunStatus): void {
    controlButtons.forEach(({ offered, shown }, index) => {
      const element = this.#buttons[index];
      element?.toggleAttribute('hidden', !isActive(status) || shown?.(status) === false);
      element?.toggleAttribute('disabled', !offered(status));
    });
  }
}
