import { groupBy } from '../../model/groupBy';
import type { BlockPart, Part, SequentialPart } from './moduleParts';
import { shortcutModules, signature } from './signature';

/** Parts that are made alike, of which the first in the network that has everything stands for all. */
export interface Definition<P extends BlockPart | SequentialPart = BlockPart | SequentialPart> {
  readonly template: P;
  readonly members: readonly P[];
  /** Modules that are given to the constructor, by name, and whether all members have them. */
  readonly given: readonly string[];
  readonly isAlwaysGiven: boolean;
}

/** The classes of a network's blocks, inner ones first. */
export function blockDefinitions(network: BlockPart): readonly Definition<BlockPart>[] {
  const blocks = network.parts.flatMap(blocksIn);
  return [...groupBy(blocks, (block) => signature(block, 'shortcut')).values()].flatMap(definitionsOf);
}

function blocksIn(part: Part): readonly BlockPart[] {
  if (part.type === 'leaf') return [];
  const inner = part.parts.flatMap(blocksIn);
  return part.type === 'block' ? [...inner, part] : inner;
}

/** Of blocks that differ by their shortcuts at most: one class if it can say how. */
function definitionsOf(members: readonly BlockPart[]): readonly Definition<BlockPart>[] {
  const alike = [...groupBy(members, (block) => signature(block)).values()];
  const matched = members.filter((block) => shortcutModules(block).length > 0);
  const ways = new Set(matched.map((block) => signature(block, 'shortcut-parts')));
  const [template] = matched;
  if (alike.length > 1 && ways.size === 1 && template !== undefined) {
    const given = shortcutModules(template).map(({ name }) => name);
    return [{ template, members, given, isAlwaysGiven: matched.length === members.length }];
  }
  return alike.flatMap((some) => some.slice(0, 1).map((first) => definition(first, some)));
}

function definition<P extends BlockPart | SequentialPart>(template: P, members: readonly P[]): Definition<P> {
  return { template, members, given: [], isAlwaysGiven: false };
}

/** The modules that constructors are given, where a function can make several. */
export function shortcutDefinitions(blocks: readonly Definition<BlockPart>[]): readonly Definition<SequentialPart>[] {
  const given = blocks.flatMap((block) => block.members.flatMap((member) => givenParts(block, member)));
  const sequences = given
    .filter((part) => part.type === 'sequential')
    .filter(({ parts }) => parts.every(({ type }) => type === 'leaf'));
  return [...groupBy(sequences, namedSignature).values()]
    .filter((members) => members.length > 1)
    .flatMap((members) => members.slice(0, 1).map((first) => definition(first, members)));
}

function namedSignature(part: SequentialPart): string {
  return `${part.name} ${signature(part)}`;
}

/** The modules of a member that its constructor is given. */
export function givenParts({ given }: Definition, { parts }: { readonly parts: readonly Part[] }): readonly Part[] {
  return parts.filter(({ name }) => given.includes(name));
}
