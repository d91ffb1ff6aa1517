import { analyze, type LayerFacts } from '../src/model/analyze';
import { isKind, type Architecture } from '../src/model/layer';

/**
 * Multiply-accumulates of one image in a training step that touch data: forward, gradient by the weights, and gradient by the
 * input of every layer but the first. Taps over padding are not among them.
 */
export function trainingMacs(architecture: Architecture): number {
  const costs = analyze(architecture).layers.map(forwardMacs);
  const first = costs.findIndex((macs) => macs > 0);
  return costs.reduce((sum, macs, index) => sum + (index === first ? 2 : 3) * macs, 0);
}

function forwardMacs({ layer, input, output, macs }: LayerFacts): number {
  if (!isKind(layer, 'conv2d')) return macs;
  const { inChannels, outChannels } = layer.attributes;
  const [height, width] = [1, 2].map((axis) => taps(layer.attributes, input[axis] ?? 0, output[axis] ?? 0));
  return inChannels * outChannels * (height ?? 0) * (width ?? 0);
}

interface Window {
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
}

/** Along one direction: pairs of a place of the output and a tap of its window that lies on the input. */
function taps({ kernel, stride, padding }: Window, size: number, places: number): number {
  let sum = 0;
  for (let place = 0; place < places; place++) {
    const start = place * stride - padding;
    sum += Math.max(0, Math.min(start + kernel, size) - Math.max(start, 0));
  }
  return sum;
}
