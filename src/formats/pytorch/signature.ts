import type { BlockPart, LeafPart, Part, SequentialPart, Step } from './moduleParts';
import { isExpression, moduleCall } from './moduleRows';
import { isMade } from './findParts';

/** What of a block's shortcut is left out of the comparison: all of it, or only what it is made of. */
export type Leniency = 'shortcut' | 'shortcut-parts';

/** Equal for parts that one class can make: the same layers, kinds and wiring, whatever their numbers. */
export function signature(part: Part, leniency?: Leniency): string {
  if (part.type === 'leaf') return leafSignature(part);
  if (part.type === 'sequential') return `[${part.parts.map((each) => `${each.name}:${signature(each)}`).join()}]`;
  if (part.type === 'loose') return `(${part.parts.map((each) => `${each.name}:${signature(each)}`).join()})`;
  return blockSignature(part, leniency);
}

function leafSignature({ facts: { layer, input }, call }: LeafPart): string {
  if (isExpression(layer.kind)) return `${layer.kind}${JSON.stringify(layer.attributes)}`;
  const made = moduleCall(layer, input);
  const start = 'initialBias' in layer.attributes ? layer.attributes.initialBias : '';
  return [call, made?.callee, ...(made?.fixed ?? []), start].join(' ');
}

function blockSignature(block: BlockPart, leniency: Leniency | undefined): string {
  const optional = new Set<Part>(leniency === undefined ? [] : shortcutModules(block));
  const isLeftOut = (part: Part): boolean => leniency === 'shortcut' && optional.has(part);
  const values = new Map([[block.region.input, 'x']]);
  const calls: string[] = [];
  for (const { part, path, inputs, output } of block.steps) {
    const sources = inputs.map((input) => values.get(input) ?? '');
    values.set(output, isLeftOut(part) ? sources.slice(0, 1).join() : String(calls.length));
    const inside = optional.has(part) ? '' : signature(part);
    if (!isLeftOut(part)) calls.push(`${path.join('.')}(${sources.join()})=${inside}`);
  }
  const names = block.parts.filter((part) => !isLeftOut(part)).map((part) => orderOf(part));
  return `{${calls.join(';')};${values.get(block.region.output) ?? ''};${names.join()}}`;
}

/** The names of what a part is made of, in the order in which it is made. */
function orderOf(part: Part): string {
  return part.type === 'loose' ? `${part.name}(${part.parts.map(orderOf).join()})` : part.name;
}

const shortcutNames = ['downsample', 'shortcut'];

/** A block's modules that match its input with its branch's output, without which its wiring would be the same. */
export function shortcutModules({ parts, steps }: BlockPart): readonly (LeafPart | SequentialPart)[] {
  const named = parts.filter(({ name }) => shortcutNames.includes(name)).filter(isShortcut);
  return named.filter((part) => {
    const [step, ...others] = steps.filter((each) => each.part === part);
    return step !== undefined && others.length === 0 && isUnary(step);
  });
}

function isShortcut(part: Part): part is LeafPart | SequentialPart {
  return part.type === 'sequential' || (part.type === 'leaf' && isMade(part));
}

function isUnary({ inputs }: Step): boolean {
  return new Set(inputs).size === 1;
}
