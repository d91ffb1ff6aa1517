/** A name out of a file with nothing in it but letters, digits, dots and dashes, cut short. */
export function plainName(name: string, longest = 200): string {
  return name.slice(0, longest).replace(/[^\p{L}\p{N}_.-]+/gu, '_');
}
