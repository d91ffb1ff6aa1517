/** The sum of those values that are finite. */
export function sumFinite(values: ArrayLike<number>): number {
  return Array.from(values).reduce((total, value) => (Number.isFinite(value) ? total + value : total), 0);
}
