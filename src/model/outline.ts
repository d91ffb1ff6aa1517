import { groupBy } from './groupBy';
import { isKind, type Architecture, type Layer } from './layer';

/** How a block's input reaches its addition. */
export type ShortcutType = 'identity' | 'projection' | 'padded' | 'scaled' | 'gated' | 'dropout' | 'none';

/** A residual block: its branch F(x), its shortcut, and what comes after the two meet. All lists name layers. */
export interface Block {
  readonly name: string;
  /** The layer whose output is the block's x. */
  readonly input: string;
  /** What both paths share before they part: the activation of a pre-activated block. */
  readonly before: readonly string[];
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
  if (first < 0) return withoutBlocks(layers);
  return {
    stem: namesOf(layers.slice(0, first)),
    stages: stagesOf(layers.slice(first, last + 1)),
    head: namesOf(layers.slice(last + 1)),
  };
}

/** A network without residual blocks, such as VGG: what it takes from the image, and the classifier behind. */
function withoutBlocks(layers: readonly Layer[]): Outline {
  const behind = layers.findIndex(({ kind }) => kind === 'adaptiveAvgPool2d' || kind === 'flatten');
  const end = behind < 0 ? layers.length : behind;
  return { stem: namesOf(layers.slice(0, end)), stages: [], head: namesOf(layers.slice(end)) };
}

function stagesOf(layers: readonly Layer[]): Stage[] {
  const blocks = groupBy(layers, (layer) => layer.name.split('.', 2).join('.'));
  const stages = groupBy([...blocks], ([name]) => name.split('.', 1).join());
  return [...stages].map(([name, members]) => ({ name, blocks: members.map(([block, some]) => blockOf(block, some)) }));
}

function blockOf(name: string, layers: readonly Layer[]): Block {
  const add = layers.find((layer) => isKind(layer, 'add'));
  const input = layers[0]?.inputs[0] ?? '';
  if (add === undefined)
    return { name, input, before: [], branch: namesOf(layers), shortcut: { type: 'none', layers: [] }, add, after: [] };
  const [branchEnd = '', shortcutEnd = ''] = add.inputs;
  const onBranch = pathTo(branchEnd, layers);
  const onShortcut = pathTo(shortcutEnd, layers);
  const isGate = (layer: Layer): boolean => gatePath.test(layer.name);
  const inBoth = layers.filter((layer) => onBranch.has(layer.name) && onShortcut.has(layer.name) && !isGate(layer));
  const branch = layers.filter((layer) => onBranch.has(layer.name) && !inBoth.includes(layer) && !isGate(layer));
  const shortcut = layers.filter((layer) => isGate(layer) || (onShortcut.has(layer.name) && !inBoth.includes(layer)));
  return {
    name,
    input,
    before: namesOf(inBoth),
    branch: namesOf(branch),
    shortcut: { type: shortcutType(shortcut), layers: namesOf(shortcut) },
    add: add.name,
    after: namesOf(layers.slice(layers.indexOf(add) + 1)),
  };
}

/** Blocks, or what stands for them, in stages. */
interface InStages<B> {
  readonly stages: readonly { readonly blocks: readonly B[] }[];
}

/** All blocks, stage by stage. */
export function blocksOf<B = Block>({ stages }: InStages<B>): readonly B[] {
  return stages.flatMap((stage) => stage.blocks);
}

/** All layers of a block, in the order of the architecture except that the shortcut comes before the addition. */
export function layersOf({ before, branch, shortcut, add, after }: Block): string[] {
  return [...before, ...branch, ...shortcut.layers, ...(add === undefined ? [] : [add]), ...after];
}

/** The layers that make a block's gates, which stand with its shortcut. */
const gatePath = /\.gate(_\w+)?$/;

/** The layers, among these, that a layer's output comes from; itself included. */
function pathTo(end: string, layers: readonly Layer[]): ReadonlySet<string> {
  const found = new Set([end]);
  for (const layer of layers.toReversed())
    if (found.has(layer.name)) for (const input of layer.inputs) found.add(input);
  return found;
}

/** The first kind that a shortcut has tells its type. */
const types: readonly (readonly [Layer['kind'], ShortcutType])[] = [
  ['multiply', 'gated'],
  ['scale', 'scaled'],
  ['dropout', 'dropout'],
  ['conv2d', 'projection'],
  ['paddedIdentity', 'padded'],
];

function shortcutType(layers: readonly Layer[]): ShortcutType {
  return types.find(([kind]) => layers.some((layer) => layer.kind === kind))?.[1] ?? 'identity';
}

function namesOf(layers: readonly Layer[]): string[] {
  return layers.map(({ name }) => name);
}
