import { closest, distance } from 'fastest-levenshtein';

/** ` Did you mean "x"?` where one of the known names is near, else a list of them if they are few. */
export function suggestion(word: string, known: readonly string[]): string {
  const best = known.length === 0 ? undefined : closest(word, known);
  if (best !== undefined && distance(word, best) <= Math.max(2, word.length / 3)) return ` Did you mean "${best}"?`;
  return known.length > 0 && known.length <= 20 ? ` Known: ${known.join(', ')}.` : '';
}
