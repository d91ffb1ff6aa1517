import * as tf from '@tensorflow/tfjs';
import { assertSameOnWasm, noise, noise4D, startWasmForTests } from './wasmComparison';

type Pair = readonly [number, number];

interface Case {
  readonly image: Pair;
  readonly kernel: Pair;
  readonly stride: Pair;
  /** Rows before and after, columns before and after. */
  readonly padding: 'valid' | 'same' | readonly [Pair, Pair];
  readonly channels?: Pair;
  readonly batch?: number;
}

/** The convolution of noise and its gradients with respect to image and filter. */
function convolve({ image, kernel, stride, padding, channels = [3, 5], batch = 3 }: Case): tf.Tensor[] {
  const x = noise4D([batch, ...image, channels[0]], 1);
  const filter = noise4D([...kernel, ...channels], 2);
  const convolution = (): tf.Tensor4D => tf.conv2d(x, filter, [...stride], explicit(padding));
  const y = convolution();
  return [y, ...tf.grads(convolution)([x, filter], noise(y.shape, 3))];
}

function explicit(padding: Case['padding']): Parameters<typeof tf.conv2d>[3] {
  if (typeof padding === 'string') return padding;
  const [rows, columns] = padding;
  return [[0, 0], [...rows], [...columns], [0, 0]];
}

const nothing: readonly [Pair, Pair] = [
  [0, 0],
  [0, 0],
];

/** Whether any output is left; TensorFlow.js does not check it. */
function hasOutput({ image, kernel, padding }: Case): boolean {
  if (padding === 'same') return true;
  const [rows, columns] = padding === 'valid' ? nothing : padding;
  return image[0] + rows[0] + rows[1] >= kernel[0] && image[1] + columns[0] + columns[1] >= kernel[1];
}

const images: readonly Pair[] = [
  [1, 1],
  [2, 2],
  [1, 4],
  [3, 3],
  [5, 4],
  [8, 8],
  [9, 7],
];
const strides: readonly Pair[] = [
  [1, 1],
  [2, 2],
  [3, 1],
  [3, 3],
];
const kernels: readonly Pair[] = [
  [1, 1],
  [2, 2],
  [3, 3],
  [7, 7],
  [1, 5],
];

/** 'valid', 'same', PyTorch's for odd kernels, a lopsided one and one wider than the kernel. */
function paddingsFor([rows, columns]: Pair): readonly Case['padding'][] {
  const [r, c] = [Math.floor(rows / 2), Math.floor(columns / 2)];
  return [
    'valid',
    'same',
    [
      [r, r],
      [c, c],
    ],
    [
      [1, 0],
      [0, 2],
    ],
    [
      [rows, rows],
      [1, columns],
    ],
  ];
}

function casesFor(kernel: Pair): readonly Case[] {
  return images.flatMap((image) =>
    strides.flatMap((stride) => paddingsFor(kernel).map((padding) => ({ image, kernel, stride, padding }))),
  );
}

describe('convolution on WASM', function () {
  this.timeout(60_000);
  before(startWasmForTests);

  for (const kernel of kernels)
    it(`has the reference's outputs and gradients with kernels of ${kernel.join('×')}`, async () => {
      for (const each of casesFor(kernel).filter(hasOutput)) await assertCase(each);
    });

  const resnet: readonly Case[] = [
    {
      image: [32, 32],
      kernel: [7, 7],
      stride: [2, 2],
      padding: [
        [3, 3],
        [3, 3],
      ],
      channels: [3, 16],
      batch: 2,
    },
    {
      image: [8, 8],
      kernel: [3, 3],
      stride: [1, 1],
      padding: [
        [1, 1],
        [1, 1],
      ],
      channels: [16, 16],
      batch: 9,
    },
    { image: [8, 8], kernel: [1, 1], stride: [2, 2], padding: 'valid', channels: [16, 32], batch: 9 },
    {
      image: [2, 2],
      kernel: [3, 3],
      stride: [1, 1],
      padding: [
        [1, 1],
        [1, 1],
      ],
      channels: [64, 64],
      batch: 16,
    },
    {
      image: [2, 2],
      kernel: [3, 3],
      stride: [2, 2],
      padding: [
        [1, 1],
        [1, 1],
      ],
      channels: [64, 128],
      batch: 16,
    },
    {
      image: [1, 1],
      kernel: [3, 3],
      stride: [1, 1],
      padding: [
        [1, 1],
        [1, 1],
      ],
      channels: [128, 128],
      batch: 1,
    },
  ];

  it("has them in a residual network's own shapes", async () => {
    for (const each of resnet) await assertCase(each);
  });

  it('has the outputs of a dilated convolution', async () => {
    const dilated = (): tf.Tensor[] => [
      tf.conv2d(noise4D([2, 9, 8, 3], 1), noise4D([3, 3, 3, 4], 2), 1, 'same', 'NHWC', [2, 3]),
    ];
    await assertSameOnWasm(dilated, { tolerance: 2e-6, name: 'dilated' });
  });
});

async function assertCase(each: Case): Promise<void> {
  await assertSameOnWasm(() => convolve(each), { tolerance: 2e-6, name: JSON.stringify(each) });
}
