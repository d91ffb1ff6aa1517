import { constructed, type NextText } from './constructors';
import type { Definition } from './definitions';
import { isMade } from './findParts';
import { forwardLines, reference } from './forwardLines';
import { isFloat, literal } from './moduleRows';
import type { BlockPart, Part } from './moduleParts';
import { definedParts, type Makers, type Named, type Parameter } from './parameters';
import { call, docstring, lines, prefixed } from './pythonLayout';
import { isIdentifier } from './pythonNames';

/** What a class is written with. */
export interface ClassText {
  readonly sentences: readonly string[];
  readonly makers: Makers;
}

/** The class that makes a definition's blocks. */
export function blockClass(named: Named, block: BlockPart, { sentences, makers }: ClassText): string[] {
  const { name, definition, texts } = named;
  const left = texts.values();
  const next: NextText = () => left.next().value ?? '';
  const made = definedParts(definition, block).flatMap((part) => assignment(part, makers, next));
  const given = definition.given.map((each) => `        self.${each} = ${each}`);
  const starts = startLines(definedParts(definition, block));
  const start = signatureLines(argumentsOf(named), '__init__');
  return [
    ...[`class ${name}(nn.Module):`, ...docstring(sentences, 4), ''],
    ...[...start, '        super().__init__()', ...made, ...given, ...starts, ''],
    ...forwardMethod(block, definition),
  ];
}

/** The function that makes a definition's sequences. */
export function sequenceFunction({ name, definition, parameters, texts }: Named, makers: Makers): string[] {
  const left = texts.values();
  const { template } = definition;
  const others = new Map([...makers].filter(([part]) => part !== template));
  const doc = constructed(template, others, () => left.next().value ?? '');
  return [
    ...lines(prefixed('def ', call(name, ordered(parameters))), { indent: 0, suffix: ' -> nn.Sequential:' }),
    ...docstring(['Matches the shortcut with the output of its branch.'], 4),
    ...lines(prefixed('return ', doc), { indent: 4 }),
  ];
}

/** How a constructor keeps a part. */
export function assignment(part: Part, makers: Makers, next: NextText): string[] {
  if (!isMade(part)) return [];
  const doc = constructed(part, makers, next);
  if (isIdentifier(part.name)) return lines(prefixed(`self.${part.name} = `, doc), { indent: 8 });
  return lines(call('self.add_module', [`"${part.name}"`, doc]), { indent: 8 });
}

/** The method `forward` of a block. */
export function forwardMethod(
  block: BlockPart,
  { given, isAlwaysGiven }: Pick<Definition, 'given' | 'isAlwaysGiven'>,
): string[] {
  const body = forwardLines(block, isAlwaysGiven ? [] : given).map((line) => `        ${line}`);
  return ['    def forward(self, x: Tensor) -> Tensor:', ...body];
}

/** Biases that start from a value of their own, unless a class within sets them. */
export function startLines(parts: readonly Part[], above: readonly string[] = []): string[] {
  return parts.flatMap((part) => {
    const path = [...above, part.name];
    if (part.type === 'block') return [];
    if (part.type !== 'leaf') return startLines(part.parts, path);
    const { attributes } = part.facts.layer;
    const start = 'initialBias' in attributes ? attributes.initialBias : undefined;
    return start === undefined ? [] : [`        nn.init.constant_(${submodule(path)}.bias, ${literal('bias', start)})`];
  });
}

/** A module in a constructor. */
export function submodule(path: readonly string[]): string {
  return path.length === 1 ? reference(path) : `self.get_submodule("${path.join('.')}")`;
}

function argumentsOf({ definition, parameters }: Named): readonly string[] {
  const { given, isAlwaysGiven } = definition;
  const numbers = ordered(parameters);
  if (!isAlwaysGiven) return [...numbers, ...given.map((name) => `${name}: nn.Module | None = None`)];
  const firsts = numbers.filter((text) => !text.includes('='));
  return [...firsts, ...given.map((name) => `${name}: nn.Module`), ...numbers.slice(firsts.length)];
}

/** `in_channels: int`, `stride: int = 1`. */
function ordered(parameters: readonly Parameter[]): readonly string[] {
  return parameters.map(({ keyword, nature, fallback }) => {
    const typed = `${keyword}: ${isFloat(nature) ? 'float' : 'int'}`;
    return fallback === undefined ? typed : `${typed} = ${fallback}`;
  });
}

function signatureLines(parameters: readonly string[], name: string): string[] {
  return lines(prefixed('def ', call(name, ['self', ...parameters])), { indent: 4, suffix: ' -> None:' });
}
