import { html } from '../../element';

/** Pixels row by row: of three bytes each where `channels` is 3, grey where it is 1. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly pixels: Uint8Array;
}

/** An image that tells a screen reader its label; drawn on a canvas, since the page may load no images. */
export function pixelImage(image: Pixels, label: string): HTMLElement {
  const { width, height } = image;
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d');
  context?.putImageData(new ImageData(opaque(image), width, height), 0, 0);
  return html('span', { class: 'pixels', role: 'img', 'aria-label': label, title: label }, [canvas]);
}

/** [width × height × 4] */
function opaque({ width, height, channels, pixels }: Pixels): Uint8ClampedArray<ArrayBuffer> {
  const bytes = new Uint8ClampedArray(4 * width * height);
  for (let pixel = 0; pixel < width * height; pixel++)
    for (let channel = 0; channel < 4; channel++)
      bytes[4 * pixel + channel] = channel === 3 ? 255 : (pixels[channels * pixel + (channel % channels)] ?? 0);
  return bytes;
}
