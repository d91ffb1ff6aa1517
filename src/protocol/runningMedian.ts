/** Medians over the newest values of many rows at once. */
export class RunningMedian {
  readonly #rows: number[][] = [];

  /** @param window how many values count, `least` how many there must be */
  constructor(private readonly window: { readonly newest: number; readonly least: number }) {}

  /** Takes a value of each row; those that are not finite are left out. */
  add(values: ArrayLike<number>): void {
    for (let row = 0; row < values.length; row++) {
      const value = values[row] ?? NaN;
      if (!Number.isFinite(value)) continue;
      const kept = (this.#rows[row] ??= []);
      kept.push(value);
      if (kept.length > this.window.newest) kept.shift();
    }
  }

  /** Each row's median; NaN of one with too few values. */
  medians(): number[] {
    return this.#rows.map((kept) => (kept.length < this.window.least ? NaN : median(kept)));
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
