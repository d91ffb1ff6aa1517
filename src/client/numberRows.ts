/** Rows of 16-bit numbers, all of one width, in a few large pieces of memory. */
export class NumberRows {
  readonly #pieces: Uint16Array[] = [];
  readonly #rowsPerPiece: number;
  #length = 0;

  constructor(readonly width: number) {
    this.#rowsPerPiece = Math.max(1, Math.floor(pieceSize / Math.max(1, width)));
  }

  get length(): number {
    return this.#length;
  }

  /** A row as it lies in memory: valid until rows are let go. */
  at(index: number): Uint16Array | undefined {
    if (index < 0 || index >= this.#length) return undefined;
    const from = (index % this.#rowsPerPiece) * this.width;
    return this.#pieces[Math.floor(index / this.#rowsPerPiece)]?.subarray(from, from + this.width);
  }

  /** Adds a row, in parts. */
  push(parts: readonly Uint16Array[]): void {
    if (this.#length === this.#pieces.length * this.#rowsPerPiece)
      this.#pieces.push(new Uint16Array(this.#rowsPerPiece * this.width));
    this.#length += 1;
    const row = this.at(this.#length - 1);
    let from = 0;
    for (const part of parts) {
      row?.set(part, from);
      from += part.length;
    }
  }

  pop(): void {
    this.#length = Math.max(0, this.#length - 1);
  }

  /** Lets all other rows go. */
  keep(isKept: (index: number) => boolean): void {
    let kept = 0;
    for (let index = 0; index < this.#length; index++) {
      if (!isKept(index)) continue;
      const row = this.at(index);
      if (row !== undefined) this.at(kept)?.set(row);
      kept += 1;
    }
    this.#length = kept;
    this.#pieces.length = Math.ceil(kept / this.#rowsPerPiece);
  }
}

/** Numbers in a piece of memory: half a megabyte. */
const pieceSize = 2 ** 18;
