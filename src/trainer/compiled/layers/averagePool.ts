import type { LayerAttributes, Shape } from '../../../model/layer';
import { pooledCount, pooledRest, pooledWindows } from '../../../model/windows';
import type { GraphBuilder, Tensor } from '../graph/graphBuilder';
import { reshape, shapeOf, windowAttributes } from '../graph/operations';
import { inLayout, sizesIn, type Activation } from './activation';
import { transformAxes } from './axisTransform';
import type { GradientCall, LayerCall } from './layerCall';
import { spanMeans } from './spanMeans';

type Call = LayerCall<'avgPool2d'>;

/** Means over windows by TensorFlow's own pooling, in either layout; where its padding cuts other windows, as products with constant matrices. */
export function pooledMeans(call: Call): Activation {
  const { graph, layer, output, x } = call;
  const padding = paddingOf(call);
  if (padding === undefined)
    return { tensor: transformAxes(graph, inLayout(graph, x, 'hwnc'), transformOf(call)), layout: 'hwnc' };
  const attributes = windowAttributes({ ...layer.attributes, padding });
  const y = graph.node('AvgPool', { inputs: [asImages(call, x)], attributes });
  return fromImages(graph, y, { layout: x.layout, shape: output });
}

export function pooledMeansGradient(call: GradientCall<'avgPool2d'>): Activation {
  const { graph, layer, input, output, x } = call;
  const padding = paddingOf(call);
  if (padding === undefined) {
    const transform = { ...transformOf(call), transposed: true };
    return { tensor: transformAxes(graph, inLayout(graph, call.dy, 'hwnc'), transform), layout: 'hwnc' };
  }
  const dy = { tensor: inLayout(graph, call.dy, x.layout), layout: x.layout };
  const inputs = [shapeOf(graph, asImages(call, x)), asImages({ graph, input: output }, dy)];
  const dx = graph.node('AvgPoolGrad', { inputs, attributes: windowAttributes({ ...layer.attributes, padding }) });
  return fromImages(graph, dx, { layout: x.layout, shape: input });
}

/** [N, H, W, C], or for the layout [H, W, N, C] one image with the channels of all: the windows are the same. */
function asImages(
  { graph, input }: { readonly graph: GraphBuilder; readonly input: Shape },
  { tensor, layout }: Activation,
): Tensor {
  const [, height = 1, width = 1] = input;
  return layout === 'nhwc' ? tensor : reshape(graph, tensor, [1, height, width, -1]);
}

function fromImages(
  graph: GraphBuilder,
  images: Tensor,
  { layout, shape }: { readonly layout: Activation['layout']; readonly shape: Shape },
): Activation {
  const [channels = 0, height = 1, width = 1] = shape;
  if (layout === 'nhwc') return { tensor: images, layout };
  return { tensor: reshape(graph, images, sizesIn(layout, { batch: -1, channels, height, width })), layout };
}

/** TensorFlow's padding whose windows over the whole image are the layer's. */
function paddingOf({ layer, input }: Call): 'VALID' | 'SAME' | undefined {
  const paddings = ['VALID', 'SAME'] as const;
  return paddings.find((padding) => input.slice(1).every((size) => isPadded[padding](size, layer.attributes)));
}

/** Whether a padding's windows along one axis are those of the layer; "same" pads by half of what is missing before the first. */
const isPadded: Readonly<Record<'VALID' | 'SAME', (size: number, pooling: LayerAttributes['avgPool2d']) => boolean>> = {
  VALID: (size, pooling) => pooledRest(size, pooling) === 0,
  SAME: (size, pooling) =>
    pooledCount(size, pooling) === Math.ceil(size / pooling.stride) && pooledRest(size, pooling) <= 1,
};

function transformOf({ input, layer }: Call) {
  const [channels = 0, height = 1, width = 1] = input;
  const meansOf = (size: number) => spanMeans(size, pooledWindows(size, layer.attributes));
  return { down: meansOf(height), across: meansOf(width), channels };
}
