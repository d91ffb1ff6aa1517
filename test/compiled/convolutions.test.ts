import fc from 'fast-check';
import { elements, type Shape } from '../../src/model/layer';
import { outputShape } from '../../src/model/shapeRules';
import type { ConvolutionCase, ConvolutionPlan } from '../../src/trainer/compiled/layers/convolutionPlan';
import { denseConvolution } from '../../src/trainer/compiled/layers/denseConvolution';
import { planConvolution } from '../../src/trainer/compiled/layers/planConvolution';
import { pointwiseConvolution } from '../../src/trainer/compiled/layers/pointwiseConvolution';
import { spatialConvolution } from '../../src/trainer/compiled/layers/spatialConvolution';
import { winogradConvolution } from '../../src/trainer/compiled/layers/winogradConvolution';
import { seededRandom } from '../../src/trainer/data/random';
import { startEngine } from '../../src/trainer/engines/ladder';
import { trainerFolders } from '../../src/trainer/folders';
import { within } from '../trainer/closeness';
import { difference, norm } from './agreement';
import { directConvolution } from './directConvolution';
import { filterShape, nhwc, runPlan } from './runPlan';

const numRuns = 100;

interface Way {
  readonly plan: (convolution: ConvolutionCase, batch: number) => ConvolutionPlan;
  readonly kernels: readonly number[];
  readonly strides: readonly number[];
  readonly paddings: readonly number[];
  /** Of height and width. */
  readonly sides: readonly [smallest: number, largest: number];
  /** Left out: one. */
  readonly groups?: readonly number[];
}

/** Every way to carry out a convolution on all that it can do; TensorFlow's own 1×1 of a stride is not to be trusted. */
const ways: Readonly<Record<string, Way>> = {
  'one product of pixels and filter': { plan: pointwiseConvolution, kernels: [1], strides: [1, 2, 3], paddings: [0, 1, 2], sides: [1, 12] }, // prettier-ignore
  'minimal filtering': { plan: winogradConvolution, kernels: [3], strides: [1, 2], paddings: [1], sides: [2, 13] },
  'one product with a matrix of taps': { plan: denseConvolution, kernels: [1, 2, 3, 5, 7], strides: [1, 2, 3], paddings: [0, 1, 2, 3], sides: [1, 4] }, // prettier-ignore
  'TensorFlow’s convolution': { plan: spatialConvolution, kernels: [2, 3, 5, 7], strides: [1, 2, 3], paddings: [0, 1, 2, 3], sides: [1, 12] }, // prettier-ignore
  'smaller ones side by side': { plan: (convolution) => planConvolution(convolution, { batchSize: 3 }), kernels: [1, 2, 3, 5, 7], strides: [1, 2, 3], paddings: [0, 1, 2, 3], sides: [1, 12], groups: [2, 3, 5, 8, 32] }, // prettier-ignore
  'TensorFlow’s convolution in groups': { plan: (convolution) => planConvolution(convolution, { batchSize: 3, groupedKernels: process.arch === 'x64' }), kernels: [1, 2, 3, 5, 7], strides: [1, 2, 3], paddings: [0, 1, 2, 3], sides: [1, 12], groups: [2, 3, 5, 8, 32] }, // prettier-ignore
  'smaller ones by TensorFlow’s own kernels': { plan: (convolution) => planConvolution(convolution, { batchSize: 3, own: true }), kernels: [1, 3], strides: [1, 2], paddings: [0, 1], sides: [1, 12], groups: [2, 4, 16] }, // prettier-ignore
  'the fastest of these': { plan: (convolution) => planConvolution(convolution, { batchSize: 3, own: false }), kernels: [1, 2, 3, 5, 7], strides: [1, 2, 3], paddings: [0, 1, 2, 3], sides: [1, 12] }, // prettier-ignore
};

function casesOf({ kernels, strides, paddings, sides: [min, max], groups = [1] }: Way): fc.Arbitrary<ConvolutionCase> {
  const [side, channels] = [fc.integer({ min, max }), fc.integer({ min: 1, max: 12 })];
  const inGroup = groups.length === 1 ? channels : fc.constantFrom(1, 2, 3, 4, 20);
  return fc
    .record({
      kernel: fc.constantFrom(...kernels),
      stride: fc.constantFrom(...strides),
      padding: fc.constantFrom(...paddings),
      size: fc.tuple(side, side),
      groups: fc.constantFrom(...groups),
      inChannels: inGroup,
      outChannels: inGroup,
    })
    .map(({ size, inChannels, outChannels, ...window }) => ({
      ...window,
      ...{ inChannels: inChannels * window.groups, outChannels: outChannels * window.groups },
      ...{ bias: false, input: [inChannels * window.groups, ...size] },
    }))
    .map(({ input, ...attributes }) => ({ attributes, input, output: outputOf(attributes, input) }))
    .filter(({ output }) => output.length > 0);
}

function outputOf(attributes: ConvolutionCase['attributes'], input: Shape): Shape {
  const output = outputShape({ name: 'conv', kind: 'conv2d', attributes, inputs: [] }, [input]);
  return typeof output === 'string' ? [] : output;
}

const layout = fc.constantFrom('nhwc' as const, 'hwnc' as const);

describe('a convolution and its gradients are sums of products', function () {
  this.timeout(120_000);
  before(() => startEngine('tensorflow', trainerFolders()));

  for (const [name, way] of Object.entries(ways))
    it(`by ${name}`, () =>
      fc.assert(
        fc.asyncProperty(
          casesOf(way),
          fc.record({ x: layout, dy: layout }),
          fc.constantFrom(1, 2, 3, 40),
          async (...[convolution, layouts, count]) => {
            const random = seededRandom(elements(convolution.input));
            const normal = (shape: readonly number[]): Float32Array =>
              Float32Array.from({ length: elements(shape) }, () => random.normal());
            const { input, output } = convolution;
            const numbers = { x: normal(nhwc(count, input)), w: normal(filterShape(convolution)), dy: normal(nhwc(count, output)) }; // prettier-ignore
            const found = await runPlan({ convolution, plan: way.plan(convolution, count), layouts, count }, numbers);
            const exact = directConvolution(convolution, count, numbers);
            for (const key of ['y', 'dw', 'dx'] as const)
              within(norm(difference(found[key], exact[key])), 1e-5 * norm(exact[key]), key);
          },
        ),
        { seed: 1, numRuns },
      ));
});
