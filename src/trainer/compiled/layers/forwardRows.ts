import type { Kind, Layer } from '../../../model/layer';
import { bool, float, real, text, type } from '../graph/attributes';
import { output, type GraphBuilder, type Tensor } from '../graph/graphBuilder';
import {
  asReal,
  elementwise,
  matMul,
  pad,
  reduce,
  reshape,
  scalar,
  transpose,
  windowAttributes,
} from '../graph/operations';
import { addActivations, inLayout, spatialAxes, spatialSides, type Activation } from './activation';
import type { Forwarded, LayerCall } from './layerCall';
import { subsample } from './subsample';

/** `train`: batch norm by the batch's own statistics. */
export type Mode = 'train' | 'inference';

type ForwardRows = { readonly [K in Kind]: (call: LayerCall<K>, mode: Mode) => Forwarded };

const only = (tensor: Tensor, layout: Activation['layout']): Forwarded => ({ y: { tensor, layout }, kept: {} });

const forwardRows: ForwardRows = {
  input: ({ x }) => ({ y: x, kept: {} }),
  conv2d: (call) => {
    const { graph, layer, x } = call;
    const y = call.plan(layer).forward(graph, x, alike(call, 'weight'));
    return only(withBias(call, y.tensor), y.layout);
  },
  batchNorm2d: (call, mode) => (mode === 'train' ? normalisedByBatch(call) : normalisedByRunning(call)),
  relu: ({ graph, x }) => only(elementwise(graph, 'Relu', [x.tensor]), x.layout),
  maxPool2d: ({ graph, layer, x }) => {
    const inputs = [paddedForPool(graph, x, layer)];
    return only(graph.node('MaxPool', { inputs, attributes: poolAttributes(layer) }), 'nhwc');
  },
  adaptiveAvgPool2d: ({ graph, x }) =>
    only(reduce(graph, 'Mean', { x: x.tensor, axes: spatialAxes[x.layout], keep: true }), x.layout),
  flatten: ({ graph, input, x }) => {
    const [channels = 0, ...rest] = input;
    const features = rest.reduce((product, size) => product * size, channels);
    const isFlat = features === channels;
    const ordered = isFlat ? x.tensor : transpose(graph, inLayout(graph, x, 'nhwc'), [0, 3, 1, 2]);
    return only(reshape(graph, ordered, [-1, features]), 'nhwc');
  },
  linear: (call) => only(withBias(call, matMul(call.graph, [call.x.tensor, alike(call, 'weight')])), 'nhwc'),
  add: ({ graph, inputs }) => ({ y: addActivations(graph, inputs), kept: {} }),
  paddedIdentity: ({ graph, layer, input, x }) => {
    const { stride, outChannels } = layer.attributes;
    const every = subsample(graph, x, stride);
    const sides = [[0, 0], [0, 0], [0, 0], [0, outChannels - (input[0] ?? 0)]] as const; // prettier-ignore
    return only(pad(graph, every.tensor, { sides }), x.layout);
  },
};

/** Writes a layer's forward pass into the graph. */
export function forwardLayer<K extends Kind>(call: LayerCall<K>, mode: Mode): Forwarded {
  return forwardRows[call.layer.kind](call, mode);
}

function withBias(call: LayerCall<'conv2d'> | LayerCall<'linear'>, y: Tensor): Tensor {
  if (!call.layer.attributes.bias) return y;
  const attributes = { T: real, data_format: text('NHWC') };
  return call.graph.node('BiasAdd', { inputs: [y, alike(call, 'bias')], attributes });
}

/** A parameter in the precision of the layer's input. */
export function alike({ graph, x, value }: Pick<LayerCall, 'graph' | 'x' | 'value'>, suffix: string): Tensor {
  return asReal(graph, value(suffix), graph.realOf(x.tensor));
}

/** An image with −∞ around it, as PyTorch pads before a max-pool. */
export function paddedForPool(graph: GraphBuilder, x: Activation, { attributes }: Layer<'maxPool2d'>): Tensor {
  const { padding } = attributes;
  const images = inLayout(graph, x, 'nhwc');
  if (padding === 0) return images;
  return pad(graph, images, { sides: spatialSides('nhwc', [padding, padding]), value: Number.NEGATIVE_INFINITY });
}

export function poolAttributes({ attributes: { kernel, stride } }: Layer<'maxPool2d'>) {
  return windowAttributes({ kernel, stride, padding: 'VALID' });
}

export function batchNormAttributes(epsilon: number, isTraining: boolean) {
  return {
    T: real,
    U: type('float'),
    epsilon: float(epsilon),
    data_format: text('NHWC'),
    is_training: bool(isTraining),
  };
}

/** The new running statistics are old ones blended with the batch's, its variance unbiased, as torch.nn.BatchNorm2d has it. */
function normalisedByBatch(call: LayerCall<'batchNorm2d'>): Forwarded {
  const { graph, layer, x } = call;
  const { epsilon, momentum } = layer.attributes;
  const inputs = [x.tensor, ...['weight', 'bias', 'running_mean', 'running_var'].map((suffix) => call.value(suffix))];
  const attributes = { ...batchNormAttributes(epsilon, true), exponential_avg_factor: float(momentum) };
  const normalised = graph.node('FusedBatchNormV3', { inputs, attributes });
  return {
    y: { tensor: normalised, layout: x.layout },
    kept: { normalised },
    buffers: { running_mean: output(normalised, 1), running_var: output(normalised, 2) },
  };
}

/** (x − mean) / √(variance + ε) · weight + bias, as one scale and one shift by channel. */
function normalisedByRunning(call: LayerCall<'batchNorm2d'>): Forwarded {
  const { graph, layer, x } = call;
  const spread = elementwise(graph, 'AddV2', [call.value('running_var'), scalar(graph, layer.attributes.epsilon)]);
  const scale = elementwise(graph, 'Mul', [elementwise(graph, 'Rsqrt', [spread]), call.value('weight')]);
  const moved = elementwise(graph, 'Mul', [call.value('running_mean'), scale]);
  const shift = elementwise(graph, 'Sub', [call.value('bias'), moved]);
  const scaled = elementwise(graph, 'Mul', [x.tensor, scale]);
  return only(elementwise(graph, 'AddV2', [scaled, shift]), x.layout);
}
