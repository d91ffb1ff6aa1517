import { transformCost } from './axisTransform';
import type { ConvolutionCase, ConvolutionPlan } from './convolutionPlan';
import { denseConvolution } from './denseConvolution';
import { groupedConvolution } from './groupedConvolution';
import { minimalFiltering } from './minimalFiltering';
import { pointwiseConvolution } from './pointwiseConvolution';
import { spatialConvolution } from './spatialConvolution';
import { winogradConvolution } from './winogradConvolution';

/** A way to carry out a convolution; its cost for one batch is in multiplications of one large product of matrices. */
interface Candidate {
  readonly plan: (convolution: ConvolutionCase) => ConvolutionPlan;
  readonly suits: (convolution: ConvolutionCase) => boolean;
  readonly cost: (convolution: ConvolutionCase, batch: number) => number;
  /** The engine's own kernels do it: what a GPU's libraries and other precisions are best at. */
  readonly own: boolean;
}

/** What a multiplication costs elsewhere than in a large product, measured on two AVX2 cores over the three passes of a step. */
const weights = {
  /** oneDNN's convolutions, whose filter gradients are slow. */
  direct: 1.3,
  /** Products with a small constant matrix. */
  transform: 1.5,
  /** The same on a filter, or its taps gathered: bound by memory. */
  filter: 3,
} as const;

const candidates: readonly Candidate[] = [
  {
    plan: pointwiseConvolution,
    own: true,
    suits: ({ attributes: { kernel } }) => kernel === 1,
    cost: ({ output, ...convolution }, batch) => batch * pixels(output) * channels(convolution),
  },
  {
    plan: spatialConvolution,
    own: true,
    suits: ({ attributes: { kernel } }) => kernel > 1, // a strided 1×1 of oneDNN writes past its memory
    cost: ({ output, ...convolution }, batch) =>
      weights.direct * batch * pixels(output) * convolution.attributes.kernel ** 2 * channels(convolution),
  },
  {
    plan: denseConvolution,
    own: false,
    suits: ({ attributes: { kernel }, input }) => kernel > 1 && pixels(input) < kernel ** 2,
    cost: ({ input, output, ...convolution }, batch) => {
      const pairs = pixels(input) * pixels(output);
      return pairs * channels(convolution) * (batch + (pairs === 1 ? 0 : weights.filter));
    },
  },
  {
    plan: winogradConvolution,
    own: false,
    suits: ({ attributes: { kernel, stride, padding }, input }) =>
      kernel === 3 && stride <= 2 && padding === 1 && Math.min(...input.slice(1)) > 1,
    cost: filteringCost,
  },
];

/** For what a way is chosen. */
export interface PlanOptions {
  /** The batches' usual size. */
  readonly batchSize: number;
  /** By the engine's own kernels alone. */
  readonly own?: boolean;
  /** Left out: the processor. */
  readonly device?: 'cpu' | 'gpu' | undefined;
  /** Whether the processor's own kernels have the gradients of grouped convolutions, as a GPU's do; left out: no. */
  readonly groupedKernels?: boolean | undefined;
}

/** The cheapest way for a convolution of these sizes; all are exact but for rounding. */
export function planConvolution(convolution: ConvolutionCase, options: PlanOptions): ConvolutionPlan {
  if (convolution.attributes.groups === 1) return planWhole(convolution, options);
  if (hasKernels(convolution, options)) return spatialConvolution(convolution);
  return groupedConvolution(convolution, (part) => planWhole(part, options));
}

/** Whether the engine's own kernels may convolve in groups; a strided 1×1 of oneDNN writes past its memory. */
function hasKernels({ attributes }: ConvolutionCase, { device, groupedKernels = false }: PlanOptions): boolean {
  return device === 'gpu' || (groupedKernels && attributes.kernel > 1);
}

function planWhole(convolution: ConvolutionCase, { batchSize, own = false }: PlanOptions): ConvolutionPlan {
  const fitting = candidates.filter((candidate) => candidate.suits(convolution) && (candidate.own || !own));
  const costs = fitting.map(({ cost }) => cost(convolution, batchSize));
  const best = fitting[costs.indexOf(Math.min(...costs))];
  if (best === undefined) throw new RangeError('No way to carry out a convolution suits.');
  return best.plan(convolution);
}

function filteringCost({ attributes, input }: ConvolutionCase, batch: number): number {
  const { inChannels, outChannels } = attributes;
  const [, height = 0, width = 0] = input;
  const stride = attributes.stride === 1 ? 1 : 2;
  const [down, across] = [minimalFiltering(height, stride), minimalFiltering(width, stride)];
  const transforms =
    inChannels * transformCost({ down: down.input, across: across.input }) +
    outChannels * transformCost({ down: down.output, across: across.output });
  const image = down.input.rows * across.input.rows * inChannels * outChannels + weights.transform * transforms;
  const filter = weights.filter * 9 * down.products * across.products * inChannels * outChannels;
  return batch * image + filter;
}

function channels({ attributes: { inChannels, outChannels } }: Pick<ConvolutionCase, 'attributes'>): number {
  return inChannels * outChannels;
}

function pixels([, height = 0, width = 0]: readonly number[]): number {
  return height * width;
}
