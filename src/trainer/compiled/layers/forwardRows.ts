import type { Kind, Layer } from '../../../model/layer';
import { real, text } from '../graph/attributes';
import type { GraphBuilder, Tensor } from '../graph/graphBuilder';
import { asReal, elementwise, matMul, pad, reshape, transpose, windowAttributes } from '../graph/operations';
import { addActivations, inLayout, spatialSides, type Activation } from './activation';
import { averaged } from './adaptivePool';
import { pooledMeans } from './averagePool';
import { normalisedByBatch, normalisedByRunning } from './batchNorm';
import type { Forwarded, LayerCall, Mode } from './layerCall';
import { normalisedByNeighbours } from './localResponseNorm';
import { product } from './multiply';
import { dropout, stochasticDepth } from './randomMask';
import { scaledBy } from './scaledBy';
import { subsample } from './subsample';

type ForwardRows = { readonly [K in Kind]: (call: LayerCall<K>, mode: Mode) => Forwarded };

const only = (tensor: Tensor, layout: Activation['layout']): Forwarded => ({ y: { tensor, layout }, kept: {} });

const forwardRows: ForwardRows = {
  input: ({ x }) => ({ y: x, kept: {} }),
  conv2d: (call) => {
    const { graph, layer, x } = call;
    const y = call.plan(layer).forward(graph, x, alike(call, 'weight'));
    return only(withBias(call, y.tensor), y.layout);
  },
  batchNorm2d: (call, mode) =>
    mode === 'train' ? normalisedByBatch(call) : only(normalisedByRunning(call), call.x.layout),
  relu: ({ graph, x }) => only(elementwise(graph, 'Relu', [x.tensor]), x.layout),
  maxPool2d: ({ graph, layer, x }) => {
    const inputs = [paddedForPool(graph, x, layer)];
    return only(graph.node('MaxPool', { inputs, attributes: poolAttributes(layer) }), 'nhwc');
  },
  avgPool2d: (call) => ({ y: pooledMeans(call), kept: {} }),
  adaptiveAvgPool2d: (call) => ({ y: averaged(call), kept: {} }),
  localResponseNorm: (call) => only(normalisedByNeighbours(call), call.x.layout),
  flatten: ({ graph, input, x }) => {
    const [channels = 0, ...rest] = input;
    const features = rest.reduce((product, size) => product * size, channels);
    const isFlat = features === channels;
    const ordered = isFlat ? x.tensor : transpose(graph, inLayout(graph, x, 'nhwc'), [0, 3, 1, 2]);
    return only(reshape(graph, ordered, [-1, features]), 'nhwc');
  },
  linear: (call) => only(withBias(call, matMul(call.graph, [call.x.tensor, alike(call, 'weight')])), 'nhwc'),
  add: ({ graph, inputs }) => ({ y: addActivations(graph, inputs), kept: {} }),
  multiply: (call) => ({ y: product(call), kept: {} }),
  scale: ({ graph, layer, x }) => only(scaledBy(graph, x.tensor, layer.attributes.factor), x.layout),
  sigmoid: ({ graph, x }) => only(elementwise(graph, 'Sigmoid', [x.tensor]), x.layout),
  dropout,
  stochasticDepth,
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
