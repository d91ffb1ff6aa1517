import { closest, distance } from 'fastest-levenshtein';

/** ` Did you mean "x"?` where one of the known names is near, else a list of them if they are few. */
export function suggestion(word: string, known: readonly string[]): string {
  const best = known.length === 0 ? undefined : closest(word, known);
  if (best !== undefined && distance(word, best) <= Math.max(2, word.length / 3)) return ` Did you mean "${best}"?`;
  return known.length > 0 && known.length <= 20 ? ` Known: ${known.join(', ')}.` : '';
}

/** What is wrong with a name, in a sentence with the nearest of the names that there are; nothing if it is one of them. */
export function nameProblem(what: string, name: string, known: readonly string[]): string | undefined {
  return known.includes(name) ? undefined : `There is no ${what} "${name}".${suggestion(name, known)}`;
}
