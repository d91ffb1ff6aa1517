import { isKind } from '../../../model/layer';
import type { FilterImages } from '../../../protocol/pictures';
import { button, html } from '../../element';
import type { HostConnection } from '../../hostConnection';
import type { Subject } from '../../../drawing/graph/network';
import { LatestQuestion } from './latestQuestion';
import { pixelImage } from './pixelImage';

/** The filters of a convolution over the image's channels, each as an image; shown when asked for. */
export class Filters {
  readonly element: HTMLElement;
  readonly #images = html('div', { class: 'filters' });
  readonly #note = html('p', { class: 'note' });
  readonly #button = button({ appearance: 'secondary' }, 'Show filters', () => this.#ask());
  readonly #question = new LatestQuestion();
  #layer = '';

  constructor(private readonly channel: Pick<HostConnection['channel'], 'request'>) {
    const title = html('h3', {}, ['Filters as images']);
    this.element = html('section', { class: 'pictures', hidden: '' }, [title, this.#button, this.#question.status, this.#images, this.#note]); // prettier-ignore
  }

  /** Offers a subject's filters, if it has weights and is a convolution over an image. */
  offer(subject: Subject, trained: boolean): void {
    const layer = trained && subject.type === 'layer' ? imageConvolution(subject) : undefined;
    this.element.hidden = layer === undefined;
    if (layer === this.#layer) return;
    this.#layer = layer ?? '';
    this.clear();
  }

  /** Forgets what was shown: the weights are others. */
  clear(): void {
    this.#question.cancel();
    this.#button.textContent = 'Show filters';
    this.#images.replaceChildren();
    this.#note.textContent = '';
  }

  #ask(): void {
    const layer = this.#layer;
    this.#question.ask(
      'Reading the filters …',
      (signal) => this.channel.request('filterImages', { layer }, signal),
      (found) => this.#show(found),
    );
  }

  #show({ count, size, pixels }: FilterImages): void {
    const area = 3 * size * size;
    const images = Array.from({ length: count }, (_, filter) =>
      pixelImage(
        { width: size, height: size, channels: 3, pixels: pixels.subarray(filter * area, (filter + 1) * area) },
        `filter ${filter}`,
      ),
    );
    this.#button.textContent = 'Show filters again';
    this.#images.replaceChildren(...images);
    this.#note.textContent = `${count} filters of ${size}×${size}, each scaled by itself over all its channels: 0 is its least weight, full colour its largest.`;
  }
}

/** The name of a convolution that takes the image. */
function imageConvolution({ layers, input }: Subject): string | undefined {
  const [only] = layers;
  if (only === undefined || !isKind(only.layer, 'conv2d')) return undefined;
  const { inChannels, groups } = only.layer.attributes;
  return input.length === 3 && groups === 1 && (inChannels === 3 || inChannels === 1) ? only.layer.name : undefined;
}
