import * as tf from '@tensorflow/tfjs';
import { GraphBuilder } from '../../src/trainer/compiled/graph/graphBuilder';
import { GraphSession } from '../../src/trainer/compiled/graphSession';
import { inLayout, type Activation, type Layout } from '../../src/trainer/compiled/layers/activation';
import type { ConvolutionCase, ConvolutionPlan } from '../../src/trainer/compiled/layers/convolutionPlan';
import type { NetworkGraph } from '../../src/trainer/compiled/networkGraph';
import { zeros } from '../../src/trainer/compiled/slots';
import { storedFilter } from '../../src/trainer/compiled/storedTensor';
import { existing } from '../trainer/tensorSamples';
import type { Numbers } from './directConvolution';

/** A way to carry out a convolution, and in which order of axes images and gradient come to it. */
export interface PlanRun {
  readonly convolution: ConvolutionCase;
  readonly plan: ConvolutionPlan;
  readonly layouts: { readonly x: Layout; readonly dy: Layout };
  readonly count: number;
}

/** Output, filter's gradient and input's gradient as a graph of their own gives them: NHWC, OIHW, NHWC. */
export async function runPlan(
  run: PlanRun,
  { x, w, dy }: Numbers,
): Promise<Readonly<Record<'y' | 'dw' | 'dx', Float32Array>>> {
  const session = await GraphSession.open(writePlan(run), []);
  const { input, output } = run.convolution;
  const inputs = {
    x: tf.tensor(x, [...nhwc(run.count, input)]),
    w: tf.tensor(w, [...filterShape(run.convolution)]),
    dy: tf.tensor(dy, [...nhwc(run.count, output)]),
  };
  const outputs = session.run('init', inputs);
  const read = (name: string): Float32Array => existing(outputs[name]).dataSync<'float32'>();
  const found = { y: read('y'), dw: read('dw'), dx: read('dx') };
  tf.dispose([inputs, outputs]);
  session.dispose();
  return found;
}

export function nhwc(count: number, [channels = 0, height = 0, width = 0]: readonly number[]): readonly number[] {
  return [count, height, width, channels];
}

export function filterShape({ attributes }: ConvolutionCase): readonly number[] {
  const { outChannels, inChannels, kernel, groups } = attributes;
  return [outChannels, inChannels / groups, kernel, kernel];
}

function writePlan({ convolution, plan, layouts }: PlanRun): NetworkGraph {
  const graph = new GraphBuilder();
  const [xShape, dyShape] = [nhwc(-1, convolution.input), nhwc(-1, convolution.output)];
  const wShape = filterShape(convolution);
  const stored = storedFilter({ name: 'weight', role: 'parameter', shape: wShape }, plan.liveTaps);
  const [xFed, wFed, dyFed] = [graph.placeholder('x', 'float', xShape), graph.placeholder('w', 'float', wShape), graph.placeholder('dy', 'float', dyShape)]; // prettier-ignore
  const given = (tensor: typeof xFed, layout: Layout): Activation => ({
    tensor: inLayout(graph, { tensor, layout: 'nhwc' }, layout),
    layout,
  });
  const [x, dy] = [given(xFed, layouts.x), given(dyFed, layouts.dy)];
  const weight = existing(stored.fromTorch(graph, wFed)[0]);
  const dw = plan.weightGradient(graph, { x, weight, dy });
  const dead = stored.parts.slice(1).map(({ shape }) => zeros(graph, shape));
  const result = (tensor: typeof xFed, shape: readonly number[]) => ({ tensor, dtype: 'float', shape }) as const;
  const outputs = {
    y: result(inLayout(graph, plan.forward(graph, x, weight), 'nhwc'), dyShape),
    dw: result(stored.toTorch(graph, [dw, ...dead]), wShape),
    dx: result(inLayout(graph, plan.inputGradient(graph, { x, weight, dy }), 'nhwc'), xShape),
  };
  return { graph, signatures: { init: { inputs: { x: result(xFed, xShape), w: result(wFed, wShape), dy: result(dyFed, dyShape) }, outputs } } }; // prettier-ignore
}
