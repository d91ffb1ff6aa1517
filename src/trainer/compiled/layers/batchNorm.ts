import { bool, float, real, text, type } from '../graph/attributes';
import { output, type Tensor } from '../graph/graphBuilder';
import { elementwise, scalar } from '../graph/operations';
import { inLayout } from './activation';
import type { Forwarded, GradientCall, Gradients, LayerCall } from './layerCall';

function batchNormAttributes(epsilon: number, isTraining: boolean) {
  return {
    T: real,
    U: type('float'),
    epsilon: float(epsilon),
    data_format: text('NHWC'),
    is_training: bool(isTraining),
  };
}

/** The new running statistics are old ones blended with the batch's, its variance unbiased, as torch.nn.BatchNorm2d has it. */
export function normalisedByBatch(call: LayerCall<'batchNorm2d'>): Forwarded {
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

export function batchNormGradient(call: GradientCall<'batchNorm2d'>): Gradients {
  const { graph, layer, x, kept, dy } = call;
  const reserved = kept.normalised === undefined ? [] : [3, 4, 5].map((index) => output(kept.normalised ?? x.tensor, index)); // prettier-ignore
  const gradient = graph.node('FusedBatchNormGradV3', {
    inputs: [inLayout(graph, dy, x.layout), x.tensor, call.value('weight'), ...reserved],
    attributes: batchNormAttributes(layer.attributes.epsilon, true),
  });
  const parameters = { weight: output(gradient, 1), bias: output(gradient, 2) };
  return { inputs: [{ tensor: gradient, layout: x.layout }], parameters };
}

/** (x − mean) / √(variance + ε) · weight + bias, as one scale and one shift by channel. */
export function normalisedByRunning(call: LayerCall<'batchNorm2d'>): Tensor {
  const { graph, layer, x } = call;
  const spread = elementwise(graph, 'AddV2', [call.value('running_var'), scalar(graph, layer.attributes.epsilon)]);
  const scale = elementwise(graph, 'Mul', [elementwise(graph, 'Rsqrt', [spread]), call.value('weight')]);
  const moved = elementwise(graph, 'Mul', [call.value('running_mean'), scale]);
  const shift = elementwise(graph, 'Sub', [call.value('bias'), moved]);
  const scaled = elementwise(graph, 'Mul', [x.tensor, scale]);
  return elementwise(graph, 'AddV2', [scaled, shift]);
}
