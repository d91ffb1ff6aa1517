import { imagesAtOnce, type TestImage, type TestImages } from '../../../protocol/pictures';
import { button, html } from '../../element';
import type { HostConnection } from '../../hostConnection';
import { LatestQuestion } from './latestQuestion';
import { pixelImage } from './pixelImage';

/** A choice among the data's test images: of all or one class, a few at a time, from a number on. */
export class ImagePicker {
  readonly element: HTMLElement;
  readonly #classes = document.createElement('select');
  readonly #from = document.createElement('input');
  readonly #images = html('div', { class: 'thumbnails', role: 'group', 'aria-label': 'Test images' });
  readonly #total = html('span', { class: 'total' });
  readonly #question = new LatestQuestion();
  #chosen: number | undefined;

  constructor(
    private readonly channel: Pick<HostConnection['channel'], 'request'>,
    private readonly picked: (image: number) => void,
  ) {
    Object.assign(this.#from, { type: 'number', min: '0', value: '0', title: 'The number of the first image shown' });
    this.#classes.append(html('option', { value: '' }, ['all classes']));
    this.#classes.addEventListener('change', () => this.#go(0));
    this.#from.addEventListener('change', () => this.#go(this.#first()));
    const step = (label: string, by: number): HTMLElement =>
      button({ appearance: 'secondary', 'aria-label': by < 0 ? 'Earlier images' : 'Later images' }, label, () =>
        this.#go(this.#first() + by),
      );
    const controls = [
      html('label', {}, ['Class ', this.#classes]),
      html('label', {}, ['from no. ', this.#from]),
      this.#total,
      step('‹', -imagesAtOnce),
      step('›', imagesAtOnce),
    ];
    this.element = html('div', { class: 'picker' }, [html('div', { class: 'row' }, controls), this.#question.status, this.#images]); // prettier-ignore
  }

  /** The chosen image's place among all test images. */
  get chosen(): number | undefined {
    return this.#chosen;
  }

  /** Reads the first images; the first one is chosen. */
  open(): void {
    this.#go(0);
  }

  #first(): number {
    return Math.max(0, Math.floor(Number(this.#from.value)));
  }

  #go(from: number): void {
    const first = Math.max(0, from);
    const name = this.#classes.value === '' ? {} : { class: this.#classes.value };
    this.#from.value = String(first);
    this.#question.ask(
      'Reading the test images …',
      (signal) => this.channel.request('testImages', { from: first, ...name }, signal),
      (found) => this.#show(found),
    );
  }

  #show({ classes, total, size, images }: TestImages): void {
    if (this.#classes.options.length === 1)
      this.#classes.append(...classes.map((name) => html('option', { value: name }, [name])));
    this.#total.textContent = `of ${total}`;
    this.#images.replaceChildren(...images.map((image) => this.#thumbnail(image, size)));
    const [first] = images;
    if (first !== undefined && this.#chosen === undefined) this.#pick(first.index);
    else this.#mark();
  }

  #thumbnail({ index, class: name, pixels }: TestImage, size: number): HTMLElement {
    const picture = pixelImage({ width: size, height: size, channels: 3, pixels }, `${name}, no. ${index}`);
    const made = html('button', { type: 'button', class: 'thumbnail', 'data-image': index }, [picture]);
    made.addEventListener('click', () => this.#pick(index));
    return made;
  }

  #pick(image: number): void {
    this.#chosen = image;
    this.#mark();
    this.picked(image);
  }

  #mark(): void {
    for (const made of this.#images.children)
      made.setAttribute('aria-pressed', String(made.getAttribute('data-image') === String(this.#chosen)));
  }
}
