import { distance } from 'fastest-levenshtein';
import { UserError } from '../../protocol/userError';
import { standardClasses } from './cifar10Layout';
import type { RecordSource } from './recordSource';

/** The class names of a run, in the order of its labels; rejects unknown and repeated names, and fewer than two. */
export function chooseClasses(source: RecordSource, wanted: readonly string[] | undefined): readonly string[] {
  const names = wanted ?? [...source.classes.keys()];
  for (const name of names) if (!source.classes.has(name)) throw unknownClass(source, name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new UserError(`The class ${twice} is named twice; name each class once.`, 'usage');
  if (names.length < 2)
    throw new UserError(
      `Training needs at least two classes, and ${names[0] ?? 'none'} is named; add another.`,
      'usage',
    );
  return names;
}

function unknownClass(source: RecordSource, name: string): UserError {
  const known = [...source.classes.keys()];
  if (standardClasses.includes(name))
    return new UserError(
      `${source.title} has no images of ${name}, only of ${known.join(', ')}; get all of CIFAR-10 by \`resnet data download\`.`,
      'usage',
    );
  return new UserError(
    `There is no class "${name}"${suggestion(name, known)}; the classes are ${known.join(', ')}.`,
    'usage',
  );
}

function suggestion(name: string, known: readonly string[]): string {
  const nearness = (candidate: string) => distance(name.toLowerCase(), candidate.toLowerCase());
  const nearest = known.reduce((best, candidate) => (nearness(candidate) < nearness(best) ? candidate : best));
  return nearness(nearest) <= nearest.length / 2 ? `, did you mean ${nearest}?` : '';
}
