import * as tf from '@tensorflow/tfjs';
import { isKind, type Architecture } from '../../model/layer';
import { GraphBuilder, type SignatureTensor } from './graph/graphBuilder';
import { GraphRefusal, GraphSession } from './graphSession';
import { spatialConvolution } from './layers/spatialConvolution';

/** Whether a network convolves in groups, and the started engine's processor kernels have the gradients of that in float32. */
export async function useGroupedKernels({ layers }: Architecture): Promise<boolean> {
  if (!layers.some((layer) => isKind(layer, 'conv2d') && layer.attributes.groups > 1)) return false;
  found ??= hasGroupedKernels();
  return found;
}

/** A process has one native engine in its life. */
let found: Promise<boolean> | undefined;

/** Tries it, since it depends on the processor: oneDNN's kernels have them, Eigen's, which stand in for it, refuse. */
async function hasGroupedKernels(): Promise<boolean> {
  const session = await GraphSession.open(smallConvolution(), []);
  const inputs = { x: tf.ones([1, 3, 3, 2]) };
  try {
    tf.dispose(session.run('try', inputs));
    return true;
  } catch (error) {
    if (error instanceof GraphRefusal) return false;
    throw error;
  } finally {
    tf.dispose(inputs);
    session.dispose();
  }
}

function smallConvolution() {
  const graph = new GraphBuilder();
  const attributes = { ...{ inChannels: 2, outChannels: 2, kernel: 3, stride: 1, padding: 1, groups: 2 }, bias: false };
  const shape = [2, 3, 3];
  const plan = spatialConvolution({ attributes, input: shape, output: shape });
  const weight = graph.constant(new Float32Array(18).fill(1), [9, 1, 2]);
  const x: SignatureTensor = { tensor: graph.placeholder('x', 'float', [-1, 3, 3, 2]), dtype: 'float', shape: [-1, 3, 3, 2] }; // prettier-ignore
  const image = { tensor: x.tensor, layout: 'nhwc' } as const;
  const dy = plan.forward(graph, image, weight);
  const gradient = { x: image, weight, dy };
  const dx: SignatureTensor = { ...x, tensor: plan.inputGradient(graph, gradient).tensor };
  const dw: SignatureTensor = { tensor: plan.weightGradient(graph, gradient), dtype: 'float', shape: [9, 1, 2] };
  return { graph, signatures: { try: { inputs: { x }, outputs: { dx, dw } } } };
}
