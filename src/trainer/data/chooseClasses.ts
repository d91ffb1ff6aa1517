import { suggestion } from '../../protocol/nearest';
import { UserError } from '../../protocol/userError';
import { standardClasses } from '../../protocol/cifar10';
import type { RecordSource } from './recordSource';

/** The class names of a run, in the order of its labels; rejects unknown and repeated names, and fewer than two. */
export function chooseClasses(source: RecordSource, wanted: readonly string[] | undefined): readonly string[] {
  const names = wanted ?? [...source.classes.keys()];
  for (const name of names) if (!source.classes.has(name)) throw unknownClass(source, name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new UserError(`The class ${twice} is named twice; name each class once.`, 'usage');
  if (names.length >= 2) return names;
  throw new UserError(`At least two classes are needed, and ${names[0] ?? 'none'} is named; add another.`, 'usage');
}

function unknownClass(source: RecordSource, name: string): UserError {
  const known = [...source.classes.keys()];
  const sentence = standardClasses.includes(name)
    ? `${source.title} has no images of ${name}, only of ${known.join(', ')}; get all of CIFAR-10 by \`resnet data download\`.`
    : `There is no class "${name}".${suggestion(name, known)}`;
  return new UserError(sentence, 'usage');
}
