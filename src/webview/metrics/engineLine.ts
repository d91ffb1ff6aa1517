import { stepNames } from '../../protocol/format';
import type { RunStart } from '../../protocol/run';
import { html, setAttributes, setText } from '../element';

type EngineFacts = Pick<RunStart, 'engine' | 'engineDetail' | 'step' | 'stepDetail' | 'passedOver'>;

/** The engine and how it carries out a step in a line; opened, it lists what was passed over and why. */
export class EngineLine {
  readonly #summary = html('summary');
  readonly #list = html('ul');
  readonly element = html('details', { class: 'run-engine' }, [this.#summary, this.#list]);
  #listed: string | undefined;

  /** Changes only what differs, so that it stays open while steps arrive. */
  show(start: EngineFacts | undefined): void {
    const text = start === undefined ? 'Engine: –' : engineText(start);
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

function engineText({ engine, step, engineDetail }: EngineFacts): string {
  return `Engine: ${engine}, ${stepNames[step]} — ${engineDetail}`;
}

function passedOverLines({ passedOver, stepDetail }: EngineFacts): readonly string[] {
  const engines = passedOver.map(({ engine, reason }) => `${engine}: ${reason}`);
  const steps = stepDetail === '' ? [] : [`${stepNames.compiled}: ${stepDetail}`];
  return engines.length === 0 ? ['No engine was passed over.', ...steps] : [...engines, ...steps];
}
