/** A list of 32-bit floats that grows by doubling. */
export class GrowingFloats {
  #buffer = new Float32Array(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** What is held now, without a copy: valid until the next `append`. */
  get values(): Float32Array {
    return this.#buffer.subarray(0, this.#length);
  }

  /** The element, or NaN where there is none. */
  at(index: number): number {
    return index >= 0 && index < this.#length ? (this.#buffer[index] ?? Number.NaN) : Number.NaN;
  }

  append(values: ArrayLike<number>): void {
    this.#reserve(this.#length + values.length);
    this.#buffer.set(values, this.#length);
    this.#length += values.length;
  }

  clear(): void {
    this.#length = 0;
  }

  #reserve(length: number): void {
    if (length <= this.#buffer.length) return;
    const grown = new Float32Array(Math.max(length, 2 * this.#buffer.length));
    grown.set(this.values);
    this.#buffer = grown;
  }
}
