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
  /** [size, products · tiles] */
  readonly output: Matrix;
}

/** Outputs of a tile at most; larger ones save more products and lose more digits. */
const largestTile = 4;

/**
 * Where the polynomials are evaluated besides infinity, by the number of a tile's outputs. With these points four outputs from
 * six products keep 1e-6 of a number, where a direct sum keeps 1e-7.
 */
const points: Readonly<Record<number, readonly number[]>> = {
  3: [0, 1, -1, 0.5],
  4: [0, 0.5, -0.5, 1.5, -1.5],
};

/** The minimal filtering of a line of `size` pixels (Winograd 1980; Lavin and Gray 2016, §4). */
export function minimalFiltering(size: number): Filtering {
  if (size === 2) return pairFiltering;
  const outputs = Math.min(size, largestTile);
  const tiles = Math.ceil(size / outputs);
  const tile = toomCook(outputs, points[outputs] ?? []);
  const products = outputs + 2;
  const input = matrix(products * tiles, size, (row, pixel) => {
    const [product, index] = [Math.floor(row / tiles), row % tiles];
    return tile.input[product]?.[pixel - (index * outputs - 1)] ?? 0;
  });
  const output = matrix(size, products * tiles, (pixel, column) => {
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

interface Tile {
  /** [products][outputs + 2] */
  readonly input: readonly (readonly number[])[];
  /** [products][3] */
  readonly taps: readonly (readonly number[])[];
  /** [outputs][products] */
  readonly output: readonly (readonly number[])[];
}

/** Toom and Cook's product of polynomials, transposed: correlations by evaluation at points and at infinity. */
function toomCook(outputs: number, at: readonly number[]): Tile {
  const products = outputs + 2;
  const others = (point: number): readonly number[] => at.filter((other) => other !== point);
  const weight = (point: number): number => others(point).reduce((product, other) => product * (point - other), 1);
  const powers = (point: number, count: number): number[] =>
    Array.from({ length: count }, (_, power) => point ** power);
  const unit = (length: number): number[] => Array.from({ length }, (_, index) => (index === length - 1 ? 1 : 0));
  const columns = [...at.map((point) => powers(point, outputs)), unit(outputs)];
  return {
    input: [...at.map((point) => polynomial(others(point))), polynomial(at)],
    taps: [...at.map((point) => powers(point, 3).map((power) => power / weight(point))), unit(3)],
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
