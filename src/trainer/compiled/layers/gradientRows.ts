import type { Kind } from '../../../model/layer';
import { real, text } from '../graph/attributes';
import type { GraphBuilder, Tensor } from '../graph/graphBuilder';
import { elementwise, matMul, reshape, slice, transpose } from '../graph/operations';
import { inLayout, sizesIn, type Activation } from './activation';
import { averagedGradient } from './adaptivePool';
import { pooledMeansGradient } from './averagePool';
import { batchNormGradient } from './batchNorm';
import { alike, paddedForPool, poolAttributes } from './forwardRows';
import type { GradientCall, Gradients } from './layerCall';
import { neighboursGradient } from './localResponseNorm';
import { productGradients } from './multiply';
import { maskedGradient } from './randomMask';
import { scaledBy } from './scaledBy';
import { subsampleGradient } from './subsample';

type GradientRows = { readonly [K in Kind]: (call: GradientCall<K>) => Gradients };

const nothing: Gradients = { inputs: [], parameters: {} };

const toInput = (tensor: Tensor, layout: Activation['layout']): Gradients => ({
  inputs: [{ tensor, layout }],
  parameters: {},
});

const gradientRows: GradientRows = {
  input: () => nothing,
  conv2d: (call) => {
    const { graph, layer, x, dy, needsInput } = call;
    const gradient = { x, weight: alike(call, 'weight'), dy };
    const plan = call.plan(layer);
    return {
      inputs: needsInput ? [plan.inputGradient(graph, gradient)] : [],
      parameters: {
        weight: plan.weightGradient(graph, gradient),
        ...(layer.attributes.bias ? { bias: biasGradient(graph, dy.tensor) } : {}),
      },
    };
  },
  batchNorm2d: batchNormGradient,
  relu: ({ graph, y, dy }) =>
    toInput(elementwise(graph, 'ReluGrad', [inLayout(graph, dy, y.layout), y.tensor]), y.layout),
  maxPool2d: ({ graph, layer, input, x, y, dy }) => {
    const inputs = [paddedForPool(graph, x, layer), y.tensor, inLayout(graph, dy, 'nhwc')];
    const whole = graph.node('MaxPoolGrad', { inputs, attributes: poolAttributes(layer) });
    const { padding } = layer.attributes;
    const [channels = 0, height = 0, width = 0] = input;
    if (padding === 0) return toInput(whole, 'nhwc');
    return toInput(slice(graph, whole, { begin: [0, padding, padding, 0], size: [-1, height, width, channels] }), 'nhwc'); // prettier-ignore
  },
  avgPool2d: (call) => ({ inputs: [pooledMeansGradient(call)], parameters: {} }),
  adaptiveAvgPool2d: (call) => ({ inputs: [averagedGradient(call)], parameters: {} }),
  localResponseNorm: (call) => toInput(neighboursGradient(call), call.x.layout),
  flatten: ({ graph, input, x, dy }) => {
    const [channels = 0, height = 1, width = 1] = input;
    if (height * width === 1)
      return toInput(reshape(graph, dy.tensor, sizesIn(x.layout, { batch: -1, channels, height, width })), x.layout);
    return toInput(transpose(graph, reshape(graph, dy.tensor, [-1, channels, height, width]), [0, 2, 3, 1]), 'nhwc');
  },
  linear: (call) => {
    const { graph, layer, x, dy } = call;
    return {
      inputs: [{ tensor: matMul(graph, [dy.tensor, alike(call, 'weight')], { b: true }), layout: 'nhwc' }],
      parameters: {
        weight: matMul(graph, [x.tensor, dy.tensor], { a: true }),
        ...(layer.attributes.bias ? { bias: biasGradient(graph, dy.tensor) } : {}),
      },
    };
  },
  /** ∂(F(x) + x): the gradient takes both pathways unchanged (He et al. 2016, eq. 5). */
  add: ({ inputs, dy }) => ({ inputs: inputs.map(() => dy), parameters: {} }),
  multiply: (call) => ({ inputs: productGradients(call), parameters: {} }),
  scale: ({ graph, layer, dy }) => toInput(scaledBy(graph, dy.tensor, layer.attributes.factor), dy.layout),
  sigmoid: ({ graph, y, dy }) =>
    toInput(elementwise(graph, 'SigmoidGrad', [y.tensor, inLayout(graph, dy, y.layout)]), y.layout),
  dropout: maskedGradient,
  stochasticDepth: maskedGradient,
  paddedIdentity: ({ graph, layer, input, x, dy }) => {
    const own = slice(graph, dy.tensor, { begin: [0, 0, 0, 0], size: [-1, -1, -1, input[0] ?? 0] });
    const gradient = { dy: { tensor: own, layout: dy.layout }, stride: layer.attributes.stride };
    return { inputs: [subsampleGradient(graph, x, gradient)], parameters: {} };
  },
};

/** Writes a layer's part of the backward pass into the graph. */
export function gradientsOfLayer<K extends Kind>(call: GradientCall<K>): Gradients {
  return gradientRows[call.layer.kind](call);
}

function biasGradient(graph: GraphBuilder, dy: Tensor): Tensor {
  return graph.node('BiasAddGrad', { inputs: [dy], attributes: { T: real, data_format: text('NHWC') } });
}
