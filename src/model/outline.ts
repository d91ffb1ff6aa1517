import { isKind, type Architecture, type Layer } from './layer';

/** How a block's input reaches its addition. */
export type ShortcutType = 'identity' | 'projection' | 'padded' | 'none';

/** A residual block: its branch F(x), its shortcut, and what comes after the two meet. All lists name layers. */
export interface Block {
  readonly name: string;
  /** The layer whose output is the block's x. */
  readonly input: string;
  readonly branch: readonly string[];
  readonly shortcut: { readonly type: ShortcutType; readonly layers: readonly string[] };
  /** The addition; a plain block has none. */
  readonly add: string | undefined;
  readonly after: readonly string[];
}

export interface Stage {
  /** `layer1` … */
  readonly name: string;
  readonly blocks: readonly Block[];
}

/** The hierarchy that names and kinds tell: stem, stages of blocks, head. */
export interface Outline {
  readonly stem: readonly string[];
  readonly stages: readonly Stage[];
  readonly head: readonly string[];
}

const blockPath = /^(layer\d+)\.(\d+)\./;

/** Derives stages, blocks, branches and shortcuts from the layers' names and kinds. */
export function outline(architecture: Architecture): Outline {
  const { layers } = architecture;
  const inBlock = (layer: Layer): boolean => blockPath.test(layer.name);
  const first = layers.findIndex(inBlock);
  const last = layers.findLastIndex(inBlock);
  const names = (some: readonly Layer[]): string[] => some.map((layer) => layer.name);
  if (first < 0) return { stem: names(layers), stages: [], head: [] };
  return {
    stem: names(layers.slice(0, first)),
    stages: stagesOf(layers.slice(first, last + 1)),
    head: names(layers.slice(last + 1)),
  };
}

function stagesOf(layers: readonly Layer[]): Stage[] {
  const blocks = groupBy(layers, (layer) => layer.name.split('.', 2).join('.'));
  const stages = groupBy([...blocks], ([name]) => name.split('.', 1).join());
  return [...stages].map(([name, members]) => ({ name, blocks: members.map(([block, some]) => blockOf(block, some)) }));
}

function blockOf(name: string, layers: readonly Layer[]): Block {
  const isShortcut = (layer: Layer): boolean =>
    layer.name.startsWith(`${name}.downsample.`) || layer.kind === 'paddedIdentity';
  const add = layers.find((layer) => isKind(layer, 'add'));
  const meeting = add === undefined ? layers.length : layers.indexOf(add);
  const shortcut = layers.filter(isShortcut);
  return {
    name,
    input: layers[0]?.inputs[0] ?? '',
    branch: layers
      .slice(0, meeting)
      .filter((layer) => !isShortcut(layer))
      .map((layer) => layer.name),
    shortcut: { type: shortcutType(add, shortcut), layers: shortcut.map((layer) => layer.name) },
    add: add?.name,
    after: layers.slice(meeting + 1).map((layer) => layer.name),
  };
}

function shortcutType(add: Layer | undefined, shortcut: readonly Layer[]): ShortcutType {
  if (add === undefined) return 'none';
  if (shortcut.length === 0) return 'identity';
  return shortcut.some((layer) => isKind(layer, 'conv2d')) ? 'projection' : 'padded';
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
