import { exact } from '../../protocol/format';
import { UserError } from '../../protocol/userError';
import type { SvgPicture } from '../../drawing/graph/graphPicture';

/** The largest canvas that is sure to work in Chromium, in px: along a side, and in all (half a gigabyte of memory). */
const limits = { side: 32_767, area: 2 ** 27 } as const;

/** A picture as PNG, at so many pixels for each of its own. */
export async function pngOf(picture: SvgPicture, scale: number): Promise<Uint8Array> {
  const [width, height] = [Math.round(picture.width * scale), Math.round(picture.height * scale)];
  if (Math.max(width, height) > limits.side || width * height > limits.area) throw tooLarge(width, height);
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const image = await imageOf(picture.svg);
  canvas.getContext('2d')?.drawImage(image, 0, 0, width, height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw tooLarge(width, height); // more than the browser can do at the moment
  return new Uint8Array(await blob.arrayBuffer());
}

async function imageOf(svg: string): Promise<HTMLImageElement> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(url);
  }
}

function tooLarge(width: number, height: number): UserError {
  return new UserError(
    `The picture would have ${exact(width)} × ${exact(height)} pixels, more than a browser can draw at once (${exact(limits.side)} along a side, ${exact(limits.area)} in all): choose a smaller scale, close some of the graph, or export SVG.`,
  );
}
