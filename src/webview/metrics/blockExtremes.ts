/** Blocks of 2, 4, 8 … values: enough levels for a thousand million values. */
const levelCount = 29;

/** What a block without any finite value holds in place of a position. */
const none = -1;

/** Positions of the least and the greatest value of each block of one size. */
interface Level {
  low: Int32Array;
  high: Int32Array;
}

/**
 * Where the least and the greatest values of a series lie, for blocks of 2, 4, 8 … values, kept up as values are
 * appended: a drawing of any length then costs what its pixels cost. Values that are not finite are passed over.
 */
export class BlockExtremes {
  readonly #levels: readonly Level[] = Array.from({ length: levelCount }, () => ({
    low: emptied(8),
    high: emptied(8),
  }));
  #known = 0;

  /** Takes in the values that were appended to the series since the last call. */
  update(values: Float32Array): void {
    for (let position = this.#known; position < values.length; position++) this.#add(values, position);
    this.#known = values.length;
  }

  clear(): void {
    this.#known = 0;
    for (const { low, high } of this.#levels) {
      low.fill(none);
      high.fill(none);
    }
  }

  /** Position of the least value in the block of 2^`level` values with this number; negative if none is finite. */
  low(level: number, block: number): number {
    return this.#levels[level - 1]?.low[block] ?? none;
  }

  /** Position of the greatest value, likewise. */
  high(level: number, block: number): number {
    return this.#levels[level - 1]?.high[block] ?? none;
  }

  /** A value that is no extreme of its block is none of the larger ones that hold it. */
  #add(values: Float32Array, position: number): void {
    const value = values[position] ?? Number.NaN;
    if (!Number.isFinite(value)) return;
    for (let level = 1; level <= levelCount; level++) {
      const extremes = this.#room(level, position >> level);
      if (!improves({ extremes, block: position >> level, position }, values)) return;
    }
  }

  #room(level: number, block: number): Level {
    const extremes = this.#levels[level - 1] ?? { low: emptied(1), high: emptied(1) };
    if (block >= extremes.low.length) {
      extremes.low = doubled(extremes.low);
      extremes.high = doubled(extremes.high);
    }
    return extremes;
  }
}

interface Candidate {
  readonly extremes: Level;
  readonly block: number;
  readonly position: number;
}

/** Whether the value is a new extreme of the block; if so, it is entered. */
function improves({ extremes: { low, high }, block, position }: Candidate, values: Float32Array): boolean {
  const value = values[position] ?? Number.NaN;
  const least = values[low[block] ?? none];
  const greatest = values[high[block] ?? none];
  const lower = least === undefined || value < least;
  const higher = greatest === undefined || value > greatest;
  if (lower) low[block] = position;
  if (higher) high[block] = position;
  return lower || higher;
}

function emptied(length: number): Int32Array {
  return new Int32Array(length).fill(none);
}

function doubled(positions: Int32Array): Int32Array {
  const grown = emptied(2 * positions.length);
  grown.set(positions);
  return grown;
}
