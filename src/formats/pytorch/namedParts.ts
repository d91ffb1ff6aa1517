import { blockTitle, type BlockTitle } from './blockTitle';
import { blockDefinitions, shortcutDefinitions, type Definition } from './definitions';
import { helperClasses } from './helperClasses';
import type { BlockPart, Part } from './moduleParts';
import { withParameters, type Named } from './parameters';
import { freeName } from './pythonNames';

/** A class that makes blocks. */
export interface NamedBlock {
  readonly named: Named;
  readonly block: BlockPart;
  readonly title: BlockTitle;
}

/** What a network's parts are made by: functions, and classes in an order in which each stands before its use. */
export interface NamedParts {
  readonly sequences: readonly Named[];
  readonly blocks: readonly NamedBlock[];
  readonly makers: Map<Part, Named>;
  readonly names: ReadonlySet<string>;
}

/** Names the classes and functions of a network, and finds their arguments. */
export function nameDefinitions(network: BlockPart): NamedParts {
  const makers = new Map<Part, Named>();
  const names = new Set(Object.values(helperClasses).flatMap((text) => /^class (\w+)/.exec(text)?.[1] ?? []));
  const named = (definition: Definition, wanted: string): Named => {
    const name = freeName([wanted], (each) => names.has(each));
    names.add(name);
    const made = { name, ...withParameters(definition, makers) };
    for (const member of definition.members) makers.set(member, made);
    return made;
  };
  const definitions = blockDefinitions(network);
  const sequences = shortcutDefinitions(definitions).map((definition) => named(definition, 'projection'));
  const blocks = definitions.map((definition): NamedBlock => {
    const title = blockTitle(definition.template);
    return { named: named(definition, title.name), block: definition.template, title };
  });
  return { sequences, blocks, makers, names };
}
