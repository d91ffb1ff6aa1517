import * as tf from '@tensorflow/tfjs';
import type { Architecture, Kind, Layer, LayerAttributes } from '../../src/model/layer';
import { seededRandom } from '../../src/trainer/data/random';
import { forward } from '../../src/trainer/eager/forward';
import { groupedConvolution } from '../../src/trainer/eager/groupedConvolution';
import { relativeToLargest, within } from './closeness';
import { averaged, each, gatedByMeans, pooled, responseNormalised, sigmoid, slopes, type Definition, type Images } from './layerDefinitions'; // prettier-ignore

/** A few layers after an input, what they should compute, and images to compute it of. */
interface Case {
  readonly name: string;
  readonly layers: readonly Layer[];
  readonly definition: Definition;
  readonly shape: Images['shape'];
}

function layer<K extends Kind>(name: K, attributes: LayerAttributes[K], inputs: readonly string[] = ['input']): Layer {
  return { name, kind: name, attributes, inputs };
}

const poolings = [
  [13, 13, 6],
  [7, 7, 7],
  [5, 5, 7],
  [4, 9, 3],
  [3, 8, 8],
  [6, 6, 2],
] as const;

const windows = [
  [8, 6, 2, 2],
  [7, 5, 2, 2],
  [1, 1, 2, 2],
  [5, 7, 3, 2],
  [9, 4, 4, 4],
  [6, 6, 1, 3],
  [5, 6, 3, 1],
] as const;

const responses = [
  { size: 5, alpha: 0.5, beta: 0.75, k: 2 },
  { size: 4, alpha: 0.3, beta: 0.75, k: 1 },
  { size: 1, alpha: 0.3, beta: 1.5, k: 1 },
  { size: 9, alpha: 1e-4, beta: 0.75, k: 2 },
] as const;

const image = [2, 3, 4, 3] as const;

const cases: readonly Case[] = [
  ...poolings.map(([height, width, output]): Case => ({
    name: `adaptive average pooling of ${height}×${width} to ${output}×${output}`,
    layers: [layer('adaptiveAvgPool2d', { output })],
    definition: pooled(output),
    shape: [2, height, width, 3],
  })),
  ...windows.map(([height, width, kernel, stride]): Case => ({
    name: `average pooling of ${height}×${width} by ${kernel}×${kernel}, stride ${stride}`,
    layers: [layer('avgPool2d', { kernel, stride })],
    definition: averaged(kernel, stride),
    shape: [2, height, width, 3],
  })),
  ...responses.map((response): Case => ({
    name: `local response normalisation over ${response.size} channels, β = ${response.beta}`,
    layers: [layer('localResponseNorm', response)],
    definition: responseNormalised(response),
    shape: [2, 2, 3, 7],
  })),
  { name: 'sigmoid', layers: [layer('sigmoid', {})], definition: each(sigmoid), shape: image },
  { name: 'scale', layers: [layer('scale', { factor: -0.5 })], definition: each((x) => -0.5 * x), shape: image },
  {
    name: 'multiplication of like shapes',
    layers: [layer('sigmoid', {}), layer('multiply', {}, ['sigmoid', 'input'])],
    definition: each((x) => x * sigmoid(x)),
    shape: image,
  },
  ...(['sigmoid', 'input'] as const).map((first): Case => ({
    name: `multiplication by one value a channel, which is the ${first === 'input' ? 'second' : 'first'}`,
    layers: [
      layer('adaptiveAvgPool2d', { output: 1 }),
      layer('sigmoid', {}, ['adaptiveAvgPool2d']),
      layer('multiply', {}, first === 'input' ? ['input', 'sigmoid'] : ['sigmoid', 'input']),
    ],
    definition: gatedByMeans,
    shape: image,
  })),
];

function architectureOf({ layers, shape: [, height, width, channels] }: Case): Architecture {
  const input = [channels, height, width];
  const first: Layer<'input'> = { name: 'input', kind: 'input', attributes: { shape: input }, inputs: [] };
  return { name: 'case', input, classes: 1, layers: [first, ...layers] };
}

/** Numbers of the standard normal distribution, as float32 has them. */
export function normal(count: number, seed: number): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => Math.fround(random.normal()));
}

/** The tests that the current backend computes what layers are defined as, and their slopes. */
export function agreesWithDefinitions(): void {
  for (const each of cases)
    it(each.name, async () => {
      const { shape, definition } = each;
      const images = {
        shape,
        values: normal(
          shape.reduce((product, size) => product * size),
          1,
        ),
      };
      const expected = definition(images);
      const weights = normal(expected.length, 2);
      const architecture = architectureOf(each);
      const pass = { tensor: () => tf.scalar(0), training: undefined };
      const compute = (x: tf.Tensor): tf.Tensor => forward(architecture, tf.clone(x) as tf.Tensor4D, pass); // identities have no slope of their own
      await agrees(() => valueAndSlopes(compute, [tf.tensor([...images.values], [...shape])], weights), {
        value: expected,
        slopes: [slopes(definition, images, weights)],
      });
    });
}

interface Results<T> {
  readonly value: T;
  readonly slopes: readonly T[];
}

function valueAndSlopes(
  compute: (...inputs: tf.Tensor[]) => tf.Tensor,
  inputs: tf.Tensor[],
  weights: readonly number[],
): Results<tf.Tensor> {
  const value = compute(...inputs);
  return { value, slopes: tf.grads(compute)(inputs, tf.tensor([...weights], value.shape)) };
}

async function read(compute: () => Results<tf.Tensor>): Promise<Results<ArrayLike<number>>> {
  const found = tf.tidy(() => {
    const { value, slopes: slope } = compute();
    return [value, ...slope];
  });
  const [value = [], ...others] = await Promise.all(found.map((tensor) => tensor.data()));
  tf.dispose(found);
  return { value, slopes: others };
}

async function agrees(compute: () => Results<tf.Tensor>, expected: Results<ArrayLike<number>>): Promise<void> {
  const found = await read(compute);
  within(relativeToLargest(found.value, expected.value), 1e-5, 'values');
  expected.slopes.forEach((slope, index) => {
    within(relativeToLargest(found.slopes[index] ?? [], slope), 3e-5, `slopes of input ${index}`);
  });
}

interface Grouped {
  readonly size: number;
  readonly channels: readonly [inChannels: number, outChannels: number];
  readonly groups: number;
  readonly window: readonly [kernel: number, stride: number, padding: number];
}

const groupedCases: readonly Grouped[] = [
  { size: 7, channels: [4, 6], groups: 2, window: [3, 1, 1] },
  { size: 7, channels: [6, 6], groups: 3, window: [3, 2, 1] },
  { size: 9, channels: [4, 4], groups: 2, window: [5, 2, 2] },
  { size: 6, channels: [6, 9], groups: 3, window: [1, 2, 0] },
  { size: 2, channels: [4, 8], groups: 4, window: [3, 1, 1] },
  { size: 5, channels: [6, 6], groups: 6, window: [3, 1, 1] },
  { size: 5, channels: [3, 6], groups: 3, window: [3, 1, 1] },
];

/** The tests that a grouped convolution is a dense one whose filters are zero between groups. */
export function agreesWithBlockDiagonal(): void {
  for (const { size, channels, groups, window } of groupedCases)
    it(`${channels.join(' to ')} channels in ${groups} groups, kernel, stride and padding ${window.join(', ')}, ${size}×${size}`, async () => {
      const [inChannels, outChannels] = channels;
      const [kernel, stride, padding] = window;
      const conv = { inChannels, outChannels, kernel, stride, padding, bias: false };
      const x = tf.tensor4d(normal(2 * size * size * inChannels, 3), [2, size, size, inChannels]);
      const shape = [kernel, kernel, inChannels / groups, outChannels] as const;
      const filter = tf.tensor4d(normal(kernel * kernel * shape[2] * outChannels, 4), [...shape]);
      const dense = (images: tf.Tensor, own: tf.Tensor): tf.Tensor =>
        groupedConvolution(images as tf.Tensor4D, blockDiagonal(own as tf.Tensor4D, groups), { ...conv, groups: 1 });
      const grouped = (images: tf.Tensor, own: tf.Tensor): tf.Tensor =>
        groupedConvolution(images as tf.Tensor4D, own as tf.Tensor4D, { ...conv, groups });
      const weights = normal(
        tf.tidy(() => dense(x, filter).size),
        5,
      );
      const expected = await read(() => valueAndSlopes(dense, [x, filter], weights));
      await agrees(() => valueAndSlopes(grouped, [x, filter], weights), expected);
      tf.dispose([x, filter]);
    });
}

/** [K, K, Cin / groups, Cout] to [K, K, Cin, Cout]: the filter repeated for each group, times a mask. */
function blockDiagonal(filter: tf.Tensor4D, groups: number): tf.Tensor4D {
  const [, , own, outChannels] = filter.shape;
  const inChannels = own * groups;
  const mask = Float32Array.from({ length: inChannels * outChannels }, (_, index) => {
    const [input, output] = [Math.floor(index / outChannels), index % outChannels];
    return Math.floor(input / own) === Math.floor(output / (outChannels / groups)) ? 1 : 0;
  });
  return tf.mul(tf.tile(filter, [1, 1, groups, 1]), tf.tensor2d(mask, [inChannels, outChannels]));
}
