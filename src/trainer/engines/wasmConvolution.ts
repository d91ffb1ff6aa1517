import { backend_util, type NamedAttrMap } from '@tensorflow/tfjs';
import * as z from 'zod';
import { fourOf, windowAttributes } from './wasmAttributes';
import type { Four } from './wasmView';

const attributesSchema = z.object({
  ...windowAttributes,
  dilations: windowAttributes.strides.default(1),
  dataFormat: z.literal('NHWC').default('NHWC'),
});

/** A convolution along one axis: output `o` meets the image's element `stride·o + dilation·k − before` at tap `k`. */
export interface ConvolutionAxis {
  readonly image: number;
  readonly taps: number;
  readonly outputs: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
}

/** A convolution's sizes: x [batch, rows.image, columns.image, inputs], filter [rows.taps, columns.taps, inputs, outputs]. */
export interface Convolution {
  readonly rows: ConvolutionAxis;
  readonly columns: ConvolutionAxis;
  readonly batch: number;
  readonly inputs: number;
  readonly outputs: number;
}

/** The sizes of a convolution from what TensorFlow.js hands to its kernels. */
export function convolutionOf(
  shapes: { x: readonly number[]; filter: readonly number[] },
  attributes: NamedAttrMap,
): Convolution {
  const { strides, dilations, pad, dimRoundingMode } = attributesSchema.parse(attributes);
  const [x, filter] = [fourOf(shapes.x), fourOf(shapes.filter)];
  const info = backend_util.computeConv2DInfo(x, filter, strides, dilations, pad, dimRoundingMode);
  const { padInfo } = info;
  const vertical = { stride: info.strideHeight, dilation: info.dilationHeight, before: padInfo.top };
  const horizontal = { stride: info.strideWidth, dilation: info.dilationWidth, before: padInfo.left };
  return {
    rows: { ...vertical, image: info.inHeight, taps: info.filterHeight, outputs: info.outHeight },
    columns: { ...horizontal, image: info.inWidth, taps: info.filterWidth, outputs: info.outWidth },
    batch: info.batchSize,
    inputs: info.inChannels,
    outputs: info.outChannels,
  };
}

/** The shapes of the three tensors of a convolution. */
export function shapesOf({ rows, columns, batch, inputs, outputs }: Convolution): { x: Four; filter: Four; y: Four } {
  return {
    x: [batch, rows.image, columns.image, inputs],
    filter: [rows.taps, columns.taps, inputs, outputs],
    y: [batch, rows.outputs, columns.outputs, outputs],
  };
}

/** Whether most taps of the filter meet padding only, as those of 3×3 on an image of 2×2: then it pays to slide the filter over the image's place. */
export function isSmallerThanFilter({ rows, columns }: Convolution): boolean {
  const isDilated = rows.dilation > 1 || columns.dilation > 1;
  return !isDilated && rows.image * columns.image < rows.taps * columns.taps;
}
