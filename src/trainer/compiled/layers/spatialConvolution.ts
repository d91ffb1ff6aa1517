import type { GraphBuilder, Tensor } from '../graph/graphBuilder';
import { int32s, pad, reshape, shapeOf, slice, windowAttributes } from '../graph/operations';
import { inLayout, spatialSides, type Activation } from './activation';
import type { ConvolutionCase, ConvolutionPlan } from './convolutionPlan';

/**
 * TensorFlow's own convolution, in groups where the device's kernels do those. Where its "SAME" is PyTorch's padding it is used; elsewhere zeros are padded first, since
 * "EXPLICIT" paddings keep a convolution off oneDNN's fast path.
 */
export function spatialConvolution({ attributes, input }: ConvolutionCase): ConvolutionPlan {
  const { kernel, stride, padding, outChannels } = attributes;
  const inChannels = attributes.inChannels / attributes.groups;
  const isSame = stride === 1 && 2 * padding === kernel - 1;
  const sizes = [kernel, kernel, inChannels, outChannels];
  const window = windowAttributes({ stride, padding: isSame ? 'SAME' : 'VALID' });
  const filterOf = (graph: GraphBuilder, weight: Tensor): Tensor => reshape(graph, weight, sizes);
  const padded = (graph: GraphBuilder, x: Activation): Tensor => {
    const images = inLayout(graph, x, 'nhwc');
    if (isSame || padding === 0) return images;
    return pad(graph, images, { sides: spatialSides('nhwc', [padding, padding]) });
  };
  return {
    liveTaps: Array.from({ length: kernel * kernel }, (_, tap) => tap),
    forward: (graph, x, weight) => ({
      tensor: graph.node('Conv2D', { inputs: [padded(graph, x), filterOf(graph, weight)], attributes: window }),
      layout: 'nhwc',
    }),
    weightGradient: (graph, { x, dy }) => {
      const inputs = [padded(graph, x), int32s(graph, sizes), inLayout(graph, dy, 'nhwc')];
      const filter = graph.node('Conv2DBackpropFilter', { inputs, attributes: window });
      return reshape(graph, filter, [kernel * kernel, inChannels, outChannels]);
    },
    inputGradient: (graph, { x, weight, dy }) => {
      const inputs = [shapeOf(graph, padded(graph, x)), filterOf(graph, weight), inLayout(graph, dy, 'nhwc')];
      const dx = graph.node('Conv2DBackpropInput', { inputs, attributes: window });
      return { tensor: isSame || padding === 0 ? dx : unpadded(graph, dx, { padding, input }), layout: 'nhwc' };
    },
  };
}

function unpadded(
  graph: GraphBuilder,
  dx: Tensor,
  { padding, input }: { readonly padding: number; readonly input: readonly number[] },
): Tensor {
  const [channels = 0, height = 0, width = 0] = input;
  return slice(graph, dx, { begin: [0, padding, padding, 0], size: [-1, height, width, channels] });
}
