import fc from 'fast-check';
import type { LayerAttributes } from '../../src/model/layer';

/** What a random network is grown from: each row appends layers of one sort. */
export interface Growths {
  readonly conv: {
    readonly out: number;
    readonly kernel: number;
    readonly stride: number;
    readonly padding: number;
    /** Where the channels fall into so many. */
    readonly groups: number;
    readonly bias: boolean;
  };
  readonly norm: object;
  readonly relu: object;
  readonly pool: { readonly kernel: number; readonly stride: number; readonly padding: number };
  readonly means: LayerAttributes['avgPool2d'];
  readonly gate: { readonly squeezed: boolean };
  readonly scale: { readonly factor: number };
  readonly neighbours: LayerAttributes['localResponseNorm'];
  readonly grid: { readonly output: number };
  readonly block: {
    readonly shortcut: 'identity' | 'projection' | 'padded';
    readonly bottleneck: boolean;
    readonly width: number;
    readonly stride: number;
    readonly bias: boolean;
  };
}

export type Sort = keyof Growths;
export type Growth<S extends Sort = Sort> = { readonly [K in S]: { readonly sort: K } & Growths[K] }[S];

/** A network in few numbers, a seed for its values and images, and the size of a batch. */
export interface NetworkPlan {
  readonly size: readonly [height: number, width: number];
  /** What all channels but the input's are multiplied with: some ways to carry out a convolution are for wide ones. */
  readonly widening: number;
  readonly stem: readonly Growth[];
  readonly blocks: readonly Growth<'block'>[];
  readonly tail: readonly Growth[];
  /** Cells along each axis; 0: all pixels are kept. */
  readonly pooled: number;
  readonly classes: number;
  readonly bias: boolean;
  readonly count: number;
  readonly seed: number;
}

const numbers = (min: number, max: number) => fc.integer({ min, max });
const channels = numbers(1, 8);
const groups = fc.constantFrom(1, 1, 1, 2, 4);

/** Padding is less than the kernel: pixels that meet padding alone are all equal, and a max-pool's gradient then has a choice. */
const conv = fc
  .record({
    sort: fc.constant('conv'),
    out: channels,
    kernel: fc.constantFrom(1, 2, 3, 5, 7),
    stride: numbers(1, 3),
    padding: numbers(0, 3),
    groups,
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
  groups,
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
    groups: fc.constant(1),
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
  groups,
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

const means = fc.record({ sort: fc.constant('means'), kernel: numbers(1, 4), stride: numbers(1, 4) });

const block = fc.record({
  sort: fc.constant('block'),
  shortcut: fc.constantFrom('identity', 'projection', 'padded'),
  bottleneck: fc.boolean(),
  width: channels,
  stride: numbers(1, 2),
  bias: fc.boolean(),
});

const gate = fc.record({ sort: fc.constant('gate'), squeezed: fc.boolean() });
const scale = fc.record({ sort: fc.constant('scale'), factor: fc.constantFrom(-1, 0.5, 2) });
const grid = fc.record({ sort: fc.constant('grid'), output: numbers(1, 7) });
const neighbours = fc.record({
  sort: fc.constant('neighbours'),
  size: numbers(1, 5),
  alpha: fc.constantFrom(1e-4, 0.1),
  beta: fc.constantFrom(0.5, 0.75),
  k: fc.constantFrom(1, 2),
});

const sizes = fc.oneof(
  numbers(4, 12).map((side): [number, number] => [side, side]),
  fc.tuple(numbers(4, 12), numbers(4, 12)),
);

/** Small networks with every kind of layer; what does not fit a size is left out by `grow`. */
export const networkPlans: fc.Arbitrary<NetworkPlan> = fc.record({
  size: sizes,
  widening: fc.constantFrom(1, 1, 5),
  stem: fc.array(fc.oneof(conv, often(sameConv), shrinking, norm, relu, pool, means, gate, scale, neighbours, grid), {
    minLength: 1,
    maxLength: 6,
  }),
  blocks: fc.array(block, { maxLength: 3 }),
  tail: fc.array(fc.oneof(often(sameConv), bordered, norm, relu, gate, scale), { maxLength: 3 }),
  pooled: fc.constantFrom(0, 1, 1, 2, 3),
  classes: numbers(2, 5),
  bias: fc.boolean(),
  count: numbers(2, 5),
  seed: numbers(0, 2 ** 31),
});
