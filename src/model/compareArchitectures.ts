import { analyze, type LayerFacts, type Totals } from './analyze';
import { attributeChanges } from './attributeChanges';
import type { Architecture, Layer } from './layer';
import { blocksOf, layersOf, outline, type Block, type Outline, type ShortcutType, type Stage } from './outline';
import { pairLayers, type LayerPair } from './pairLayers';

/** What became of a layer, block or stage on the way from the left architecture to the right one. */
export type Change = 'same' | 'changed' | 'added' | 'removed';

/** A layer, block or stage by its names; `what` tells in phrases how it has changed: `stride 1 → 2`. */
export interface Difference {
  readonly left: string | undefined;
  readonly right: string | undefined;
  readonly change: Change;
  readonly what: readonly string[];
}

export interface BlockDifference extends Difference {
  /** Of the branch, and what comes before and after both paths. */
  readonly layers: readonly Difference[];
  readonly shortcut: ShortcutDifference;
}

/** What became of a block's shortcut, and of its layers and the addition. */
export interface ShortcutDifference {
  readonly change: Change;
  readonly layers: readonly Difference[];
}

export interface StageDifference extends Difference {
  readonly blocks: readonly BlockDifference[];
}

/** Two architectures side by side: each part of either, once. */
export interface Comparison {
  readonly stem: readonly Difference[];
  readonly stages: readonly StageDifference[];
  readonly head: readonly Difference[];
  readonly totals: { readonly left: Totals; readonly right: Totals };
}

/** Aligns two architectures, stages, blocks and layers by their module paths, and layers beyond them by their structure. */
export function compareArchitectures(left: Architecture, right: Architecture): Comparison {
  const [before, after] = [sideOf(left), sideOf(right)];
  const stages = keyed(before.shape.stages, after.shape.stages).map((pair) => pairStage(pair, { before, after }));
  const stem = pairNames(before.shape.stem, after.shape.stem, { before, after });
  const head = pairNames(before.shape.head, after.shape.head, { before, after });
  const blocks = blocksOf({ stages });
  const layers = [...stem, ...blocks.flatMap((block) => [...block.layers, ...block.shortcut]), ...head];
  const judge = judgeOf(layers, { before, after });
  return {
    stem: stem.map(judge),
    stages: stages.map((stage) => judgedStage(stage, judge)),
    head: head.map(judge),
    totals: { left: before.totals, right: after.totals },
  };
}

interface SideFacts {
  readonly shape: Outline;
  readonly totals: Totals;
  readonly layers: ReadonlyMap<string, Layer>;
  readonly facts: ReadonlyMap<string, LayerFacts>;
}

interface Sides {
  readonly before: SideFacts;
  readonly after: SideFacts;
}

function sideOf(architecture: Architecture): SideFacts {
  const { layers, totals } = analyze(architecture);
  const names = new Map(architecture.layers.map((layer) => [layer.name, layer]));
  const facts = new Map(layers.map((found) => [found.layer.name, found]));
  return { shape: outline(architecture), totals, layers: names, facts };
}

interface Pair<T> {
  readonly left: T | undefined;
  readonly right: T | undefined;
}

/** Two lists' items of one name together; what only the right one has comes last, as more stages or blocks do. */
function keyed<T extends { readonly name: string }>(left: readonly T[], right: readonly T[]): readonly Pair<T>[] {
  const others = new Map(right.map((item) => [item.name, item]));
  const names = new Set(left.map(({ name }) => name));
  const added = right.filter(({ name }) => !names.has(name));
  return [
    ...left.map((item) => ({ left: item, right: others.get(item.name) })),
    ...added.map((item) => ({ left: undefined, right: item })),
  ];
}

interface PairedBlock extends Pair<Block> {
  readonly layers: readonly LayerPair[];
  readonly shortcut: readonly LayerPair[];
}

interface PairedStage extends Pair<Stage> {
  readonly blocks: readonly PairedBlock[];
}

function pairStage({ left, right }: Pair<Stage>, sides: Sides): PairedStage {
  const blocks = keyed(left?.blocks ?? [], right?.blocks ?? []);
  return { left, right, blocks: blocks.map((pair) => pairBlock(pair, sides)) };
}

/** A layer of the shortcut never stands for one of the branch, whatever their structures. */
function pairBlock({ left, right }: Pair<Block>, sides: Sides): PairedBlock {
  return {
    ...{ left, right },
    layers: pairNames(besideShortcut(left), besideShortcut(right), sides),
    shortcut: pairNames(onShortcut(left), onShortcut(right), sides),
  };
}

function onShortcut(block: Block | undefined): readonly string[] {
  if (block === undefined) return [];
  const { shortcut, add } = block;
  return add === undefined ? shortcut.layers : [...shortcut.layers, add];
}

function besideShortcut(block: Block | undefined): readonly string[] {
  const shortcut = new Set(onShortcut(block));
  return block === undefined ? [] : layersOf(block).filter((name) => !shortcut.has(name));
}

function pairNames(left: readonly string[], right: readonly string[], { before, after }: Sides): readonly LayerPair[] {
  const layersIn = (names: readonly string[], { layers }: SideFacts): Layer[] =>
    names.flatMap((name) => layers.get(name) ?? []);
  return pairLayers(layersIn(left, before), layersIn(right, after));
}

type Judge = (pair: LayerPair) => Difference;

/** Tells how the layers of a pair differ, once it is known which layers stand for each other. */
function judgeOf(pairs: readonly LayerPair[], { before, after }: Sides): Judge {
  const partner = new Map(
    pairs.flatMap(({ left, right }): [string, string][] =>
      left === undefined || right === undefined ? [] : [[left.name, right.name]],
    ),
  );
  const known = new Set(partner.values());
  const oneWay = (names: SideFacts['layers'], isKnown: (name: string) => boolean) => (name: string) =>
    throughLost(name, names, isKnown);
  const leftInput = oneWay(before.layers, (name) => partner.has(name));
  const rightInput = oneWay(after.layers, (name) => known.has(name));
  return ({ left, right }) => {
    const names = { left: left?.name, right: right?.name };
    if (left === undefined || right === undefined)
      return { ...names, change: left === undefined ? 'added' : 'removed', what: [] };
    const inputs = (layer: Layer, of: (name: string) => string): string[] => layer.inputs.map(of);
    const [from, to] = [inputs(left, leftInput), inputs(right, rightInput)];
    const moved = from.join() !== '' && from.map((name) => partner.get(name) ?? name).join() !== to.join();
    const what = [
      ...channelChanges(before.facts.get(left.name), after.facts.get(right.name), attributeChanges(left, right)),
      ...(moved ? [`input ${from.join(' and ')} → ${to.join(' and ')}`] : []),
    ];
    return { ...names, change: what.length === 0 ? 'same' : 'changed', what };
  };
}

/** A layer that the other network lacks is passed by: what reads it would read its first input there. */
function throughLost(name: string, layers: SideFacts['layers'], isKnown: (name: string) => boolean): string {
  let at = name;
  for (let input: string | undefined = at; input !== undefined && !isKnown(at); input = layers.get(at)?.inputs[0])
    at = input;
  return at;
}

/** A layer whose attributes do not tell its width has changed with it; sizes of images follow from what is told elsewhere. */
function channelChanges(
  left: LayerFacts | undefined,
  right: LayerFacts | undefined,
  told: readonly string[],
): readonly string[] {
  const [from, to] = [left?.output[0], right?.output[0]];
  return told.length > 0 || from === to || from === undefined || to === undefined ? told : [`${from} → ${to} channels`];
}

function judgedStage({ left, right, blocks }: PairedStage, judge: Judge): StageDifference {
  const judged = blocks.map((block) => judgedBlock(block, judge));
  const change = changeOf({ left, right }, judged);
  return { left: left?.name, right: right?.name, change, what: [], blocks: judged };
}

function judgedBlock({ left, right, layers, shortcut }: PairedBlock, judge: Judge): BlockDifference {
  const [branch, meeting] = [layers.map(judge), shortcut.map(judge)];
  const [from = 'none', to = 'none'] = [left?.shortcut.type, right?.shortcut.type];
  return {
    ...{ left: left?.name, right: right?.name },
    change: changeOf({ left, right }, [...branch, ...meeting]),
    what: left === undefined || right === undefined || from === to ? [] : [`shortcut: ${from} → ${to}`],
    layers: branch,
    shortcut: { change: shortcutChange(from, to, meeting), layers: meeting },
  };
}

function shortcutChange(from: ShortcutType, to: ShortcutType, layers: readonly Difference[]): Change {
  if (from === 'none' && to !== 'none') return 'added';
  if (from !== 'none' && to === 'none') return 'removed';
  return from === to && layers.every(({ change }) => change === 'same') ? 'same' : 'changed';
}

function changeOf({ left, right }: Pair<object>, inside: readonly Difference[]): Change {
  if (left === undefined) return 'added';
  if (right === undefined) return 'removed';
  return inside.every(({ change }) => change === 'same') ? 'same' : 'changed';
}
