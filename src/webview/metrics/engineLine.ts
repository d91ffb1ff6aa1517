import type { RunStart } from '../../protocol/run';
import { html, setAttributes, setText } from '../element';

/** The engine with its version and device in a line; opened, it lists the engines that were passed over and why. */
export class EngineLine {
  readonly #summary = html('summary');
  readonly #list = html('ul');
  readonly element = html('details', { class: 'run-engine' }, [this.#summary, this.#list]);
  #listed: string | undefined;

  /** Changes only what differs, so that it stays open while steps arrive. */
  show(start: Pick<RunStart, 'engine' | 'engineDetail' | 'passedOver'> | undefined): void {
    const text = start === undefined ? 'Engine: –' : `Engine: ${start.engine} — ${start.engineDetail}`;
    setText(this.#summary, text);
    setAttributes(this.#summary, { title: text });
    this.#showList(start === undefined ? ['It is chosen when the run starts.'] : passedOverLines(start));
  }

  #showList(lines: readonly string[]): void {
    const listed = lines.join('\n');
    if (listed === this.#listed) return;
    this.#listed = listed;
    this.#list.replaceChildren(...lines.map((line) => html('li', {}, [line])));
  }
}

function passedOverLines({ passedOver }: Pick<RunStart, 'passedOver'>): readonly string[] {
  if (passedOver.length === 0) return ['No engine was passed over.'];
  return passedOver.map(({ engine, reason }) => `${engine}: ${reason}`);
}
