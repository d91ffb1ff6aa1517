import { exact } from '../../protocol/format';
import type { Moment } from '../../protocol/viewContract';
import { button, html } from '../element';
import type { RunProgress } from '../../drawing/graph/runProgress';

/** Says that the drawing shows an earlier step of the run, and leads back to the newest. */
export class MomentBar {
  readonly #text = html('span');
  readonly element: HTMLElement;
  #moment: Moment | undefined;

  constructor(goLive: () => void) {
    const live = button({ id: 'live', appearance: 'secondary', title: 'Follow the newest step again' }, 'Live', goLive);
    this.element = html('div', { id: 'moment', role: 'status', hidden: '' }, [this.#text, live]);
  }

  show(moment: Moment | undefined): void {
    this.#moment = moment;
    this.element.toggleAttribute('hidden', moment === undefined);
    this.#text.textContent = moment === undefined ? '' : momentText(moment);
  }

  /** A run's progress with the numbers of the step that is looked back at. */
  at(progress: RunProgress | undefined): RunProgress | undefined {
    return progress === undefined || this.#moment === undefined ? progress : { ...progress, live: this.#moment.live };
  }
}

/** `Step 1,200, measured at 1,196`: not every step is measured. */
function momentText({ step, live }: Moment): string {
  if (live === undefined) return `Step ${exact(step)}: nothing was measured`;
  return live.step === step ? `Step ${exact(step)}` : `Step ${exact(step)}, measured at ${exact(live.step)}`;
}
