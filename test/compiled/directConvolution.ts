import type { ConvolutionCase } from '../../src/trainer/compiled/layers/convolutionPlan';

/** One product in a convolution: where its factors lie in image and filter [Cout, Cin / groups, K, K], and where its sum does. */
interface Product {
  readonly x: number;
  readonly w: number;
  readonly y: number;
}

/** Every product of a convolution of `count` images. */
function* products(convolution: ConvolutionCase, count: number): Generator<Product> {
  const { kernel, inChannels, outChannels, groups } = convolution.attributes;
  const [inGroup, outGroup] = [inChannels / groups, outChannels / groups];
  for (const { tap, from, to } of meetings(convolution, count))
    for (let pair = 0; pair < inGroup * outChannels; pair++) {
      const theirs = Math.floor(pair / inGroup);
      const ours = Math.floor(theirs / outGroup) * inGroup + (pair % inGroup);
      yield { x: from * inChannels + ours, w: pair * kernel * kernel + tap, y: to * outChannels + theirs };
    }
}

/** A pixel of the input and one of the output, by their numbers in the batch, and the tap through which they meet. */
interface Meeting {
  readonly tap: number;
  readonly from: number;
  readonly to: number;
}

function* meetings({ attributes, input, output }: ConvolutionCase, count: number): Generator<Meeting> {
  const { kernel, stride, padding } = attributes;
  const [, height = 0, width = 0] = input;
  const [, rows = 0, columns = 0] = output;
  for (let to = 0; to < count * rows * columns; to++)
    for (let tap = 0; tap < kernel * kernel; tap++) {
      const y = (Math.floor(to / columns) % rows) * stride - padding + Math.floor(tap / kernel);
      const x = (to % columns) * stride - padding + (tap % kernel);
      const image = Math.floor(to / (rows * columns));
      if (y >= 0 && y < height && x >= 0 && x < width) yield { tap, from: (image * height + y) * width + x, to };
    }
}

/** The numbers of a convolution: NHWC images, an OIHW filter, and the gradient by the output. */
export interface Numbers {
  readonly x: Float32Array;
  readonly w: Float32Array;
  readonly dy: Float32Array;
}

/** Output and gradients of a convolution, summed product by product in float64. */
export function directConvolution(
  convolution: ConvolutionCase,
  count: number,
  { x, w, dy }: Numbers,
): Readonly<Record<'y' | 'dw' | 'dx', Float64Array>> {
  const [y, dw, dx] = [new Float64Array(dy.length), new Float64Array(w.length), new Float64Array(x.length)];
  const add = (to: Float64Array, at: number, value: number): void => {
    to[at] = (to[at] ?? 0) + value;
  };
  for (const product of products(convolution, count)) {
    const [ours, filters, theirs] = [x[product.x] ?? 0, w[product.w] ?? 0, dy[product.y] ?? 0];
    add(y, product.y, ours * filters);
    add(dw, product.w, ours * theirs);
    add(dx, product.x, filters * theirs);
  }
  return { y, dw, dx };
}
