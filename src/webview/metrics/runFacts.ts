import { duration, exact } from '../../protocol/format';
import type { RunStart } from '../../protocol/run';
import { html, setAttributes, setText } from '../element';
import type { Progress } from './progress';
import type { RunData } from './runData';

const factNames = ['Epoch', 'Step', 'Elapsed', 'Left', 'Engine', 'Images'] as const;

type FactTexts = Readonly<Record<(typeof factNames)[number], string>>;

/** Short facts side by side, each under its name; their number never changes, so nothing jumps. */
export class RunFacts {
  readonly #values = factNames.map((name) => ({ name, place: html('dd', { 'data-fact': name.toLowerCase() }) }));
  readonly element = html(
    'dl',
    { class: 'run-facts' },
    this.#values.map(({ name, place }) => html('div', {}, [html('dt', {}, [name]), place])),
  );

  show(data: RunData, progress: Progress | undefined): void {
    const texts = factTexts(data, progress);
    for (const { name, place } of this.#values) {
      setText(place, texts[name]);
      setAttributes(place, { title: name === 'Images' ? imagesTip(data.status.start) : texts[name] });
    }
  }
}

function factTexts({ status: { start } }: RunData, progress: Progress | undefined): FactTexts {
  const known = { Engine: start?.engine ?? '–', Images: imagesText(start) };
  if (progress === undefined) return { Epoch: '–', Step: '–', Elapsed: '–', Left: '–', ...known };
  const { epoch, epochs, step, steps, elapsedSeconds, leftSeconds } = progress;
  return {
    Epoch: `${exact(epoch)} / ${exact(epochs)}`,
    Step: `${exact(step)} / ${exact(steps)}`,
    Elapsed: duration(elapsedSeconds),
    Left: leftSeconds === undefined ? '–' : `~ ${duration(leftSeconds)}`,
    ...known,
  };
}

/** `cifar10 · 10,000 + 2,000`: where the images came from, a folder by its last name, and how many train and test. */
function imagesText(start: RunStart | undefined): string {
  if (start === undefined) return '–';
  const name = start.data.split(/[\\/]/).findLast((part) => part !== '') ?? start.data;
  return `${name} · ${exact(start.trainImages)} + ${exact(start.testImages)}`;
}

function imagesTip(start: RunStart | undefined): string {
  if (start === undefined) return '';
  return `${start.data}: ${exact(start.trainImages)} training and ${exact(start.testImages)} test images`;
}
