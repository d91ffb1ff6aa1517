import type { BlockDifference, Change, Comparison, Difference } from '../model/compareArchitectures';
import { blocksOf } from '../model/outline';
import { percentNumber, short } from './format';

/** One difference to be shown and stepped to: a block's, or a layer's outside of the blocks. */
export interface ListedDifference extends Difference {
  readonly change: Exclude<Change, 'same'>;
}

/** Where two architectures differ, from the image to the logits; `what` is told in full. */
export function listDifferences({ stem, stages, head }: Comparison): readonly ListedDifference[] {
  const blocks = blocksOf({ stages }).map((block) => ({ ...block, what: blockPhrases(block) }));
  return [...stem, ...blocks, ...head].flatMap(({ left, right, change, what }) =>
    change === 'same' ? [] : [{ left, right, change, what }],
  );
}

/** The phrases about one layer are so many at most; the others of its block are counted. */
const fewLayers = 3;

/** `shortcut: identity → none`, `conv1: stride 1 → 2`, `2 layers added`: how a block has changed. */
export function blockPhrases({ left, right, what, layers, shortcut }: BlockDifference): readonly string[] {
  if (left === undefined || right === undefined) return [];
  const others = shortcut.change === 'changed' && what.length === 0 ? [...layers, ...shortcut.layers] : layers;
  const changed = others.filter(({ change }) => change === 'changed');
  const told = changed.slice(0, fewLayers).map((layer) => `${nameIn(layer.right, right)}: ${layer.what.join(', ')}`);
  const rest = changed.length - told.length;
  return [...what, ...told, ...(rest === 0 ? [] : [`${counted(rest, 'layer')} more changed`]), ...lostAndFound(others)];
}

function nameIn(layer: string | undefined, block: string): string {
  return layer?.startsWith(`${block}.`) === true ? layer.slice(block.length + 1) : (layer ?? '');
}

function lostAndFound(layers: readonly Difference[]): readonly string[] {
  return (['removed', 'added'] as const).flatMap((change) => countPhrase(layers, 'layer', change));
}

/** `16 shortcuts removed`, `3 blocks added`: the differences counted; a single phrase where there is none. */
export function summarise({ stem, stages, head }: Comparison): readonly string[] {
  const blocks = blocksOf({ stages });
  const kept = blocks.filter(({ left, right }) => left !== undefined && right !== undefined);
  const layers = [...stem, ...kept.flatMap((block) => block.layers), ...head];
  const changes = ['removed', 'added', 'changed'] as const;
  const found = changes.flatMap((change) => [
    ...countPhrase(kept.map((block) => block.shortcut), 'shortcut', change), // prettier-ignore
    ...(change === 'changed' ? [] : countPhrase(blocks, 'block', change)),
    ...countPhrase(layers, 'layer', change),
  ]);
  return found.length === 0 ? ['no differences'] : found;
}

function countPhrase(of: readonly { readonly change: Change }[], noun: string, change: Change): readonly string[] {
  const count = of.filter((each) => each.change === change).length;
  return count === 0 ? [] : [`${counted(count, noun)} ${change}`];
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `parameters −173 k (−0.81 %)`: what the right architecture costs more or less than the left one. */
export function costPhrases({ left, right }: Comparison['totals']): readonly string[] {
  return [costPhrase('parameters', left.params, right.params), costPhrase('MACs', left.macs, right.macs)];
}

function costPhrase(what: string, left: number, right: number): string {
  const by = right - left;
  if (by === 0) return `${what} the same`;
  const sign = by < 0 ? '−' : '+';
  return `${what} ${sign}${short(Math.abs(by)).trim()} (${sign}${percentNumber(Math.abs(by) / left)} %)`;
}

/** `resnet34 against plain34`. */
export function comparisonTitle({
  left,
  right,
}: Readonly<Record<'left' | 'right', { readonly title: string }>>): string {
  return `${left.title} against ${right.title}`;
}
