import fc from 'fast-check';
import { analyze } from '../../src/model/analyze';
import { elements, isKind, type Architecture, type Shape } from '../../src/model/layer';
import { LayerChain } from '../../src/model/layerChain';

/** What a random network is grown from: each row appends layers of one sort. */
interface Growths {
  readonly conv: {
    readonly out: number;
    readonly kernel: number;
    readonly stride: number;
    readonly padding: number;
    readonly bias: boolean;
  };
  readonly norm: object;
  readonly relu: object;
  readonly pool: { readonly kernel: number; readonly stride: number; readonly padding: number };
  readonly block: {
    readonly shortcut: 'identity' | 'projection' | 'padded';
    readonly bottleneck: boolean;
    readonly width: number;
    readonly stride: number;
    readonly bias: boolean;
  };
}

type Sort = keyof Growths;
type Growth<S extends Sort = Sort> = { readonly [K in S]: { readonly sort: K } & Growths[K] }[S];

/** A network in few numbers, a seed for its values and images, and the size of a batch. */
export interface NetworkPlan {
  readonly size: readonly [height: number, width: number];
  /** What all channels but the input's are multiplied with: some ways to carry out a convolution are for wide ones. */
  readonly widening: number;
  readonly stem: readonly Growth[];
  readonly blocks: readonly Growth<'block'>[];
  readonly tail: readonly Growth[];
  readonly pooled: boolean;
  readonly classes: number;
  readonly bias: boolean;
  readonly count: number;
  readonly seed: number;
}

const numbers = (min: number, max: number) => fc.integer({ min, max });
const channels = numbers(1, 8);

/** Padding is less than the kernel: pixels that meet padding alone are all equal, and a max-pool's gradient then has a choice. */
const conv = fc
  .record({
    sort: fc.constant('conv'),
    out: channels,
    kernel: fc.constantFrom(1, 2, 3, 5, 7),
    stride: numbers(1, 3),
    padding: numbers(0, 3),
    bias: fc.boolean(),
  })
  .map((plan) => ({ ...plan, padding: Math.min(plan.padding, plan.kernel - 1) }));

/** The convolution that has the most ways to be carried out, one for each size of image. */
const sameConv = fc.record({
  sort: fc.constant('conv'),
  out: channels,
  kernel: fc.constant(3),
  stride: fc.constant(1),
  padding: fc.constant(1),
  bias: fc.boolean(),
});

/**
 * The border of its output meets nothing but padding. A padded 1×1 has no stride: the eager one leaves it to oneDNN, whose filter
 * gradient (TensorFlow 2.21) is another one each time.
 */
const bordered = fc
  .record({
    sort: fc.constant('conv'),
    out: channels,
    kernel: numbers(1, 3),
    stride: numbers(1, 2),
    padding: fc.constant(3),
    bias: fc.boolean(),
  })
  .map((plan) => ({ ...plan, stride: plan.kernel === 1 ? 1 : plan.stride }));

/** What leaves little of an image. */
const shrinking = fc.record({
  sort: fc.constant('conv'),
  out: channels,
  kernel: numbers(2, 3),
  stride: fc.constant(3),
  padding: numbers(0, 1),
  bias: fc.boolean(),
});

const often = <T>(arbitrary: fc.Arbitrary<T>) => ({ arbitrary, weight: 3 });

const norm = fc.record({ sort: fc.constant('norm') });
const relu = fc.record({ sort: fc.constant('relu') });
const pool = fc.record({
  sort: fc.constant('pool'),
  kernel: numbers(2, 3),
  stride: numbers(1, 2),
  padding: numbers(0, 1),
});

const block = fc.record({
  sort: fc.constant('block'),
  shortcut: fc.constantFrom('identity', 'projection', 'padded'),
  bottleneck: fc.boolean(),
  width: channels,
  stride: numbers(1, 2),
  bias: fc.boolean(),
});

const sizes = fc.oneof(
  numbers(4, 12).map((side): [number, number] => [side, side]),
  fc.tuple(numbers(4, 12), numbers(4, 12)),
);

/** Small networks with every kind of layer; what does not fit a size is left out by `grow`. */
export const networkPlans: fc.Arbitrary<NetworkPlan> = fc.record({
  size: sizes,
  widening: fc.constantFrom(1, 1, 5),
  stem: fc.array(fc.oneof(conv, often(sameConv), shrinking, norm, relu, pool), { minLength: 1, maxLength: 6 }),
  blocks: fc.array(block, { maxLength: 3 }),
  tail: fc.array(fc.oneof(often(sameConv), bordered, norm, relu), { maxLength: 3 }),
  pooled: fc.boolean(),
  classes: numbers(2, 5),
  bias: fc.boolean(),
  count: numbers(2, 5),
  seed: numbers(0, 2 ** 31),
});

/** Fewer values a channel than this leave batch norm little but signs, and its gradient little but rounding. */
const fewestNormalised = 16;

/** The network of a plan, without the parts that find their image too small. */
export function grow(plan: NetworkPlan): Architecture {
  const stem = fitting(plan.stem, (kept) => assemble({ ...plan, stem: kept, blocks: [], tail: [] }), plan);
  const blocks = fitting(plan.blocks, (kept) => assemble({ ...plan, stem, blocks: kept, tail: [] }), plan);
  const tail = fitting(plan.tail, (kept) => assemble({ ...plan, stem, blocks, tail: kept }), plan);
  return assemble({ ...plan, stem, blocks, tail });
}

function fitting<G extends Growth>(
  growths: readonly G[],
  assembled: (kept: readonly G[]) => Architecture,
  { count }: NetworkPlan,
): readonly G[] {
  return growths.reduce<readonly G[]>((kept, growth) => {
    const more = [...kept, growth];
    return isSound(assembled(more), count) ? more : kept;
  }, []);
}

function isSound(architecture: Architecture, count: number): boolean {
  const { layers, problems } = analyze(architecture);
  const norms = layers.filter(({ layer }) => isKind(layer, 'batchNorm2d'));
  return problems.length === 0 && norms.every(({ input }) => count * elements(input.slice(1)) >= fewestNormalised);
}

function assemble({ size, widening, stem, blocks, tail, pooled, classes, bias }: NetworkPlan): Architecture {
  const input = [3, ...size];
  const chain = new LayerChain('', 3).append('input', 'input', { attributes: { shape: input } });
  for (const growth of [...stem, ...blocks, ...tail]) append(chain, widened(growth, widening));
  if (pooled) chain.append('avgpool', 'adaptiveAvgPool2d', { attributes: { output: 1 } });
  chain.append('flatten', 'flatten', { attributes: {} });
  const inFeatures = elements(shapeAt(chain, input));
  chain.append('fc', 'linear', { attributes: { inFeatures, outFeatures: classes, bias } });
  return { name: 'random', input, classes, layers: chain.layers };
}

function shapeAt({ layers }: LayerChain, input: Shape): Shape {
  return analyze({ name: 'random', input, classes: 0, layers }).layers.at(-1)?.output ?? [];
}

function widened(growth: Growth, by: number): Growth {
  if (growth.sort === 'conv') return { ...growth, out: growth.out * by };
  return growth.sort === 'block' ? { ...growth, width: growth.width * by } : growth;
}

type Rows = { readonly [S in Sort]: (chain: LayerChain, growth: Growths[S]) => void };

const rows: Rows = {
  conv: (chain, { out, ...window }) => {
    chain.append('conv', 'conv2d', { attributes: { inChannels: chain.channels, outChannels: out, ...window } });
    chain.channels = out;
  },
  norm: (chain) => chain.bn('bn'),
  relu: (chain) => chain.relu('relu'),
  pool: (chain, { kernel, stride, padding }) =>
    chain.append('maxpool', 'maxPool2d', { attributes: { kernel, stride, padding } }),
  block: appendBlock,
};

function append<S extends Sort>(chain: LayerChain, growth: { readonly sort: S } & Growths[S]): void {
  rows[growth.sort](chain, growth);
}

function appendBlock(chain: LayerChain, plan: Growths['block']): void {
  const name = `layer1.${chain.layers.filter((layer) => isKind(layer, 'add')).length}`;
  const { shortcut } = plan;
  const input = { name: chain.name, channels: chain.channels };
  const stride = shortcut === 'identity' ? 1 : plan.stride;
  const out = { identity: input.channels, projection: plan.width, padded: Math.max(plan.width, input.channels) }[shortcut]; // prettier-ignore
  appendBranch(chain, name, { ...plan, stride, out });
  const branch = chain.name;
  chain.name = input.name;
  chain.channels = input.channels;
  if (shortcut === 'projection')
    chain.conv(`${name}.downsample.0`, { out, kernel: 1, stride }).bn(`${name}.downsample.1`);
  if (shortcut === 'padded')
    chain.append(`${name}.shortcut`, 'paddedIdentity', { attributes: { stride, outChannels: out } });
  chain.channels = out;
  chain.append(`${name}.add`, 'add', { attributes: {}, inputs: [branch, chain.name] }).relu(`${name}.relu`);
}

function appendBranch(chain: LayerChain, name: string, plan: Growths['block'] & { readonly out: number }): void {
  const { bottleneck, width, stride, bias, out } = plan;
  const kernels = bottleneck ? [1, 3, 1] : [3, 3];
  kernels.forEach((kernel, index) => {
    const isLast = index === kernels.length - 1;
    const strided = kernels.indexOf(3) === index ? stride : 1;
    const channelsOut = isLast ? out : width;
    chain.conv(`${name}.conv${index + 1}`, { out: channelsOut, kernel, stride: strided, bias }).bn(`${name}.bn${index + 1}`); // prettier-ignore
    if (!isLast) chain.relu(`${name}.relu`);
  });
}
