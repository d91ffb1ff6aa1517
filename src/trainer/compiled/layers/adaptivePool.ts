import { adaptiveCells } from '../../../model/windows';
import { real, type } from '../graph/attributes';
import { int32s, reduce } from '../graph/operations';
import { inLayout, sizesIn, spatialAxes, type Activation } from './activation';
import { transformAxes } from './axisTransform';
import type { GradientCall, LayerCall } from './layerCall';
import { scaledBy } from './scaledBy';
import { spanMeans } from './spanMeans';

type Call = LayerCall<'adaptiveAvgPool2d'>;

/** Means over the whole image, or over each cell of a grid: a product with a constant matrix along each axis. */
export function averaged(call: Call): Activation {
  const { graph, x } = call;
  if (isIdentity(call)) return x;
  if (isGlobal(call))
    return {
      tensor: reduce(graph, 'Mean', { x: x.tensor, axes: spatialAxes[x.layout], keep: true }),
      layout: x.layout,
    };
  return { tensor: transformAxes(graph, inLayout(graph, x, 'hwnc'), transformOf(call)), layout: 'hwnc' };
}

export function averagedGradient(call: GradientCall<'adaptiveAvgPool2d'>): Activation {
  const { graph, dy, input } = call;
  const [, height = 1, width = 1] = input;
  if (isIdentity(call)) return dy;
  if (!isGlobal(call)) {
    const transform = { ...transformOf(call), transposed: true };
    return { tensor: transformAxes(graph, inLayout(graph, dy, 'hwnc'), transform), layout: 'hwnc' };
  }
  const share = scaledBy(graph, dy.tensor, 1 / (height * width));
  const multiples = int32s(graph, sizesIn(dy.layout, { batch: 1, channels: 1, height, width }));
  const attributes = { T: real, Tmultiples: type('int32') };
  return { tensor: graph.node('Tile', { inputs: [share, multiples], attributes }), layout: dy.layout };
}

function isGlobal({ layer }: Call): boolean {
  return layer.attributes.output === 1;
}

function isIdentity({ input, layer }: Call): boolean {
  return input.slice(1).every((size) => size === layer.attributes.output);
}

function transformOf({ input, layer }: Call) {
  const [channels = 0, height = 1, width = 1] = input;
  const { output } = layer.attributes;
  const meansOf = (size: number) => spanMeans(size, adaptiveCells(size, output));
  return { down: meansOf(height), across: meansOf(width), channels };
}
