/** Images [N, H, W, C], in double precision. */
export interface Images {
  readonly shape: readonly [batch: number, height: number, width: number, channels: number];
  readonly values: readonly number[];
}

/** What a layer gives, value by value in the order [N, H, W, C]. */
export type Definition = (x: Images) => number[];

interface Place {
  readonly n: number;
  readonly y: number;
  readonly x: number;
  readonly c: number;
}

/** Calls `value` for each output. */
function imagesFrom([batch, height, width, channels]: Images['shape'], value: (at: Place) => number): number[] {
  return Array.from({ length: batch * height * width * channels }, (_, index) => {
    const pixel = Math.floor(index / channels);
    const row = Math.floor(pixel / width);
    return value({ n: Math.floor(row / height), y: row % height, x: pixel % width, c: index % channels });
  });
}

function reader({ shape: [, height, width, channels], values }: Images) {
  return (n: number, [y, x]: readonly [number, number], c: number): number =>
    values[((n * height + y) * width + x) * channels + c] ?? Number.NaN;
}

/** A mean over rows and columns of PyTorch's documentation of AdaptiveAvgPool2d, by its own indices. */
export function pooled(output: number): Definition {
  return (images) => {
    const [batch, height, width, channels] = images.shape;
    const at = reader(images);
    const range = (cell: number, size: number): number[] =>
      Array.from({ length: size }, (_, position) => position).filter(
        (position) => (position + 1) * output > cell * size && position * output < (cell + 1) * size,
      );
    return imagesFrom([batch, output, output, channels], ({ n, y, x, c }) => {
      const cells = range(y, height).flatMap((row) => range(x, width).map((column) => at(n, [row, column], c)));
      return cells.reduce((sum, value) => sum + value, 0) / cells.length;
    });
  };
}

/** Means over what is inside of each window that begins inside, until a window reaches the edge: PyTorch's, `ceil_mode=True`. */
export function averaged(kernel: number, stride: number): Definition {
  return (images) => {
    const [batch, height, width, channels] = images.shape;
    const at = reader(images);
    const starts = (size: number): number[] => {
      const found = [0];
      for (let start = stride; start < size && start - stride + kernel < size; start += stride) found.push(start);
      return found;
    };
    const inside = (start: number, size: number): number[] =>
      Array.from({ length: kernel }, (_, offset) => start + offset).filter((position) => position < size);
    const [rows, columns] = [starts(height), starts(width)];
    return imagesFrom([batch, rows.length, columns.length, channels], ({ n, y, x, c }) => {
      const values = inside(rows[y] ?? NaN, height).flatMap((row) => inside(columns[x] ?? NaN, width).map((column) => at(n, [row, column], c))); // prettier-ignore
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    });
  };
}

/** The constants of local response normalisation. */
export interface Response {
  readonly size: number;
  readonly alpha: number;
  readonly beta: number;
  readonly k: number;
}

/** By a window that starts `⌊size/2⌋` channels before, as PyTorch pads it. */
export function responseNormalised({ size, alpha, beta, k }: Response): Definition {
  return (images) => {
    const channels = images.shape[3];
    const at = reader(images);
    return imagesFrom(images.shape, ({ n, y, x, c }) => {
      let sum = 0;
      for (let offset = 0; offset < size; offset++) {
        const other = c - Math.floor(size / 2) + offset;
        if (other >= 0 && other < channels) sum += at(n, [y, x], other) ** 2;
      }
      return at(n, [y, x], c) / (k + alpha * sum) ** beta;
    });
  };
}

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** Each value by itself. */
export function each(map: (x: number) => number): Definition {
  return ({ values }) => values.map(map);
}

/** x times σ of its channels' means, as squeeze-and-excitation gates. */
export function gatedByMeans(images: Images): number[] {
  const [batch, height, width, channels] = images.shape;
  const at = reader(images);
  const gates = imagesFrom([batch, 1, 1, channels], ({ n, c }) => {
    let sum = 0;
    for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) sum += at(n, [y, x], c);
    return sigmoid(sum / (height * width));
  });
  return imagesFrom(images.shape, ({ n, y, x, c }) => at(n, [y, x], c) * (gates[n * channels + c] ?? Number.NaN));
}

/** The slopes of Σ weight · output, by central differences. */
export function slopes(definition: Definition, { shape, values }: Images, weights: readonly number[]): number[] {
  const step = 1e-5;
  const total = (moved: readonly number[]): number =>
    definition({ shape, values: moved }).reduce((sum, value, index) => sum + value * (weights[index] ?? Number.NaN), 0);
  return values.map((value, index) => (total(values.with(index, value + step)) - total(values.with(index, value - step))) / (2 * step)); // prettier-ignore
}
