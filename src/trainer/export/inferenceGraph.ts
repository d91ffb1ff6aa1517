import { tensorsOf } from '../../model/tensorRules';
import type { Architecture, Layer, Shape } from '../../model/layer';
import { inTensorFlowLayout } from '../../formats/permuted';
import { logitsOf, writeForward } from '../compiled/forwardPass';
import { type } from '../compiled/graph/attributes';
import { GraphBuilder } from '../compiled/graph/graphBuilder';
import type { NetworkGraph } from '../compiled/networkGraph';
import { planConvolutions } from '../compiled/networkTensors';

/** The function's name that TensorFlow's tools look for. */
export const servingName = 'serving_default';

/** A trained network as one graph with its weights as constants: normalised `images` [N, H, W, C] to `logits` [N, classes]. */
export function inferenceGraph(architecture: Architecture, valuesOf: (name: string) => Float32Array): NetworkGraph {
  const graph = new GraphBuilder();
  const [channels = 0, height = 0, width = 0] = architecture.input;
  const shape = [-1, height, width, channels];
  const images = graph.placeholder('images', 'float', shape);
  const plans = planConvolutions(architecture, { batchSize: 1, own: true, groupedKernels: true });
  const tensors = architecture.layers.flatMap((layer) => tensorsOf(layer));
  const values = new Map(
    tensors.map(({ name, shape: torchShape }) => {
      const stored = inTensorFlowLayout(valuesOf(name), torchShape);
      return [name, graph.namedConstant(name, stored.values, storedShape(stored.shape))];
    }),
  );
  const parts = { graph, architecture, plans, valueOf: (name: string) => values.get(name), keyOf: drawsNothing };
  const found = logitsOf(writeForward(parts, images, 'inference'));
  const logits = graph.node('Identity', { inputs: [found], attributes: { T: type('float') }, name: 'logits' });
  return {
    graph,
    signatures: {
      [servingName]: {
        inputs: { images: { tensor: images, dtype: 'float', shape } },
        outputs: { logits: { tensor: logits, dtype: 'float', shape: [-1, architecture.classes] } },
      },
    },
  };
}

/** [taps, Cin / groups, Cout] for filters: TensorFlow's own convolutions use all taps. */
function storedShape(shape: Shape): Shape {
  const [height = 1, width = 1, inChannels = 1, outChannels = 1] = shape;
  return shape.length === 4 ? [height * width, inChannels, outChannels] : shape;
}

function drawsNothing({ name }: Layer): never {
  throw new RangeError(`${name} draws in training only.`);
}
