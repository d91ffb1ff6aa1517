import { mapsAtOnce, type FeatureMap, type FeatureMaps } from '../../../protocol/pictures';
import { formatShape } from '../../../model/layer';
import { measured } from '../../../protocol/format';
import { button, html } from '../../element';
import type { HostConnection } from '../../hostConnection';
import type { Subject } from '../../../drawing/graph/network';
import { ImagePicker } from './imagePicker';
import { LatestQuestion } from './latestQuestion';
import { pixelImage } from './pixelImage';

/** What a layer or block makes of a test image, channel by channel; follows the selection once it has been opened. */
export class FeatureMapView {
  readonly element: HTMLElement;
  readonly #picker: ImagePicker;
  readonly #open: HTMLElement;
  readonly #earlier: HTMLElement;
  readonly #later: HTMLElement;
  readonly #channels = html('span', { class: 'channels' });
  readonly #paging: HTMLElement;
  readonly #maps = html('div', { class: 'maps' });
  readonly #question = new LatestQuestion();
  #layer = '';
  #from = 0;

  constructor(private readonly channel: Pick<HostConnection['channel'], 'request'>) {
    this.#picker = new ImagePicker(channel, () => this.#ask());
    this.#open = button({ appearance: 'secondary' }, 'Show feature maps of a test image', () => this.#begin());
    this.#earlier = button({ appearance: 'secondary', 'aria-label': 'Earlier channels' }, '‹', () => this.#page(-mapsAtOnce)); // prettier-ignore
    this.#later = button({ appearance: 'secondary', 'aria-label': 'Later channels' }, '›', () => this.#page(mapsAtOnce)); // prettier-ignore
    this.#paging = html('div', { class: 'row', hidden: '' }, [this.#channels, this.#earlier, this.#later]);
    this.#picker.element.hidden = true;
    const title = html('h3', {}, ['Feature maps']);
    this.element = html('section', { class: 'pictures', hidden: '' }, [title, this.#open, this.#picker.element, this.#question.status, this.#paging, this.#maps]); // prettier-ignore
  }

  /** Offers what a subject gives, if it has weights and gives channels of an image. */
  offer({ output, layers, type, block }: Subject, trained: boolean): void {
    const isOne = type === 'layer' || block !== undefined || layers.length > 0;
    const layer = trained && isOne && output.length === 3 ? (layers.at(-1)?.layer.name ?? '') : '';
    this.element.hidden = layer === '';
    if (layer === this.#layer) return;
    this.#layer = layer;
    this.#from = 0;
    this.#clear();
    if (this.#open.hidden) this.#ask();
  }

  /** The weights are others: what was shown is asked for anew. */
  renew(): void {
    this.#clear();
    if (this.#open.hidden) this.#ask();
  }

  #begin(): void {
    this.#open.hidden = true;
    this.#picker.element.hidden = false;
    this.#picker.open();
  }

  #page(by: number): void {
    this.#from = Math.max(0, this.#from + by);
    this.#ask();
  }

  #clear(): void {
    this.#question.cancel();
    this.#maps.replaceChildren();
    this.#paging.hidden = true;
  }

  #ask(): void {
    const { chosen } = this.#picker;
    if (this.#layer === '' || chosen === undefined) return;
    const choice = { layer: this.#layer, image: chosen, from: this.#from };
    this.#question.ask(
      'Running the image through the network …',
      (signal) => this.channel.request('featureMaps', choice, signal),
      (found) => this.#show(found),
    );
  }

  #show({ layer, shape, maps }: FeatureMaps): void {
    const [channels = 0, height = 0, width = 0] = shape;
    const last = this.#from + maps.length - 1;
    this.#channels.textContent = `Output of ${layer}, ${formatShape(shape)}: channels ${this.#from} to ${last}`;
    this.#earlier.toggleAttribute('disabled', this.#from === 0);
    this.#later.toggleAttribute('disabled', last + 1 >= channels);
    this.#paging.hidden = false;
    this.#maps.replaceChildren(...maps.map((map) => figure(map, { height, width })));
  }
}

function figure(
  { channel, min, max, pixels }: FeatureMap,
  { height, width }: { readonly height: number; readonly width: number },
): HTMLElement {
  const range = `${measured(min)} … ${measured(max)}`;
  const image = pixelImage({ width, height, channels: 1, pixels }, `channel ${channel}: black ${measured(min)}, white ${measured(max)}`); // prettier-ignore
  return html('figure', {}, [image, html('figcaption', {}, [`${channel}: ${range}`])]);
}
