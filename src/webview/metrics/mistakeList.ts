import { percent } from '../../protocol/format';
import type { Mistake, TestedEpoch } from '../../protocol/run';
import { html } from '../element';

/** Height and width of the images. */
const side = 32;
const plane = side * side;

/** The most confident mistakes: each image with what it is and what it was taken for; without pixels, in words alone. */
export function mistakeList({ mistakes, pixels }: TestedEpoch, classes: readonly string[]): HTMLElement {
  if (mistakes.length === 0) return html('p', { class: 'note' }, ['Every test image was classified rightly.']);
  const items = mistakes.map((mistake, index) => {
    const [label, taken] = [mistake.label, mistake.predicted].map((row) => classes[row] ?? String(row));
    const words = html('figcaption', {}, [
      html('span', {}, [`${label ?? ''} → ${taken ?? ''}`]),
      html('span', { class: 'confidence' }, [percent(mistake.probability)]),
    ]);
    const image = imageOf(
      pixels?.subarray(3 * plane * index, 3 * plane * (index + 1)),
      mistake,
      `${label ?? ''}, taken for ${taken ?? ''}`,
    );
    return html('li', {}, [html('figure', { title: `Test image ${mistake.image}` }, [...image, words])]);
  });
  return html('ul', { class: 'mistakes' }, items);
}

/** @param pixels planes of red, green and blue bytes */
function imageOf(pixels: Uint8Array | undefined, { image }: Mistake, label: string): readonly HTMLElement[] {
  if (pixels?.length !== 3 * plane) return [html('span', { class: 'unseen' }, [`Image ${image}`])];
  const canvas = html('canvas', { width: side, height: side, role: 'img', 'aria-label': label });
  const ctx = canvas.getContext('2d');
  const data = new ImageData(side, side);
  for (let pixel = 0; pixel < plane; pixel++)
    data.data.set([pixels[pixel] ?? 0, pixels[plane + pixel] ?? 0, pixels[2 * plane + pixel] ?? 0, 255], 4 * pixel);
  ctx?.putImageData(data, 0, 0);
  return [canvas];
}
