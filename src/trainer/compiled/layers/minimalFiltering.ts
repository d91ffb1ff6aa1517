/** A matrix, row by row. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: readonly number[];
}

/**
 * A filter of three taps along one axis with padding 1 as few products: y = output · ((taps · w) ∘ (input · x)). Products of a
 * tile lie `tiles` rows apart: row p·tiles + t is product p of tile t.
 */
export interface Filtering {
  /** Products of one tile. */
  readonly products: number;
  readonly tiles: number;
  /** [products · tiles, size] */
  readonly input: Matrix;
  /** [products, 3] */
  readonly taps: Matrix;
  /** [⌈size / stride⌉, products · tiles] */
  readonly output: Matrix;
}

/** One tile of some outputs, which sees `stride · outputs + 3 − stride` pixels, the first of them before its own. */
interface Tile {
  /** [products][pixels] */
  readonly input: readonly (readonly number[])[];
  /** [products][3] */
  readonly taps: readonly (readonly number[])[];
  /** [outputs][products] */
  readonly output: readonly (readonly number[])[];
}

/** Outputs of a tile at most; larger ones save more products and lose more digits. */
const largestTile = 4;

/** The minimal filtering of a line of `size` pixels (Winograd 1980; Lavin and Gray 2016, §4). */
export function minimalFiltering(size: number, stride: 1 | 2 = 1): Filtering {
  const key = `${size}/${stride}`;
  const filtering = filterings.get(key) ?? makeFiltering(size, stride);
  filterings.set(key, filtering);
  return filtering;
}

/** The same sizes come again and again in a network. */
const filterings = new Map<string, Filtering>();

function makeFiltering(size: number, stride: 1 | 2): Filtering {
  if (size === 2 && stride === 1) return pairFiltering;
  const all = Math.ceil(size / stride);
  const outputs = Math.min(all, largestTile);
  const tiles = Math.ceil(all / outputs);
  const tile = stride === 1 ? toomCook(outputs, 3) : everySecond(outputs);
  const products = tile.taps.length;
  const input = matrix(products * tiles, size, (row, pixel) => {
    const [product, index] = [Math.floor(row / tiles), row % tiles];
    return tile.input[product]?.[pixel - (index * outputs * stride - 1)] ?? 0;
  });
  const output = matrix(all, products * tiles, (pixel, column) => {
    const [product, index] = [Math.floor(column / tiles), column % tiles];
    return tile.output[pixel - index * outputs]?.[product] ?? 0;
  });
  return { products, tiles, input, taps: matrix(products, 3, (row, tap) => tile.taps[row]?.[tap] ?? 0), output };
}

/** Two pixels with padding: a 2×2 Toeplitz matrix times a vector by three products instead of four. */
const pairFiltering: Filtering = {
  products: 3,
  tiles: 1,
  input: { rows: 3, columns: 2, values: [1, 1, 0, 1, 1, 0] },
  taps: { rows: 3, columns: 3, values: [0, 1, 0, 0, -1, 1, 1, -1, 0] },
  output: { rows: 2, columns: 3, values: [1, 1, 0, 1, 0, 1] },
};

/**
 * Stride 2: of the pixels one tile sees, the middle tap meets every second one, one product an output, and the outer taps the
 * others, as a filter of two taps and stride 1.
 */
function everySecond(outputs: number): Tile {
  const outer = toomCook(outputs, 2);
  const pixels = 2 * outputs + 1;
  const spread = (row: readonly number[]): number[] =>
    Array.from({ length: pixels }, (_, pixel) => (pixel % 2 === 0 ? (row[pixel / 2] ?? 0) : 0));
  const only = (length: number, index: number): number[] =>
    Array.from({ length }, (_, other) => (other === index ? 1 : 0));
  const middle = Array.from({ length: outputs }, (_, index) => index);
  return {
    input: [...middle.map((index) => only(pixels, 2 * index + 1)), ...outer.input.map(spread)],
    taps: [...middle.map(() => [0, 1, 0]), ...outer.taps.map(([first = 0, second = 0]) => [first, 0, second])],
    output: middle.map((index) => [...only(outputs, index), ...(outer.output[index] ?? [])]),
  };
}

/**
 * Where polynomials are evaluated besides infinity, by how many products there are. With these points four outputs of three
 * taps from six products keep 1e-6 of a number, where a direct sum keeps 1e-7.
 */
const points: Readonly<Record<number, readonly number[]>> = {
  2: [0],
  3: [0, 1],
  4: [0, 1, -1],
  5: [0, 1, -1, 0.5],
  6: [0, 0.5, -0.5, 1.5, -1.5],
};

/** Toom and Cook's product of polynomials, transposed: correlations by evaluation at points and at infinity. */
function toomCook(outputs: number, taps: number): Tile {
  const products = outputs + taps - 1;
  const at = points[products] ?? [];
  const others = (point: number): readonly number[] => at.filter((other) => other !== point);
  const weight = (point: number): number => others(point).reduce((product, other) => product * (point - other), 1);
  const powers = (point: number, count: number): number[] =>
    Array.from({ length: count }, (_, power) => point ** power);
  const unit = (length: number): number[] => Array.from({ length }, (_, index) => (index === length - 1 ? 1 : 0));
  const columns = [...at.map((point) => powers(point, outputs)), unit(outputs)];
  return {
    input: [...at.map((point) => polynomial(others(point))), polynomial(at)],
    taps: [...at.map((point) => powers(point, taps).map((power) => power / weight(point))), unit(taps)],
    output: Array.from({ length: outputs }, (_, row) =>
      Array.from({ length: products }, (__, product) => columns[product]?.[row] ?? 0),
    ),
  };
}

/** Coefficients of ∏ (t − root), the lowest first. */
function polynomial(roots: readonly number[]): readonly number[] {
  return roots.reduce<readonly number[]>(
    (coefficients, root) =>
      [...coefficients, 0].map((_, power) => (coefficients[power - 1] ?? 0) - root * (coefficients[power] ?? 0)),
    [1],
  );
}

export function matrix(rows: number, columns: number, at: (row: number, column: number) => number): Matrix {
  const values = Array.from({ length: rows * columns }, (_, index) => at(Math.floor(index / columns), index % columns));
  return { rows, columns, values };
}

/** A ⊗ B: both axes of an image at once. */
export function kronecker(a: Matrix, b: Matrix): Matrix {
  const at = ({ columns, values }: Matrix, row: number, column: number): number => values[row * columns + column] ?? 0;
  return matrix(
    a.rows * b.rows,
    a.columns * b.columns,
    (row, column) =>
      at(a, Math.floor(row / b.rows), Math.floor(column / b.columns)) * at(b, row % b.rows, column % b.columns),
  );
}
