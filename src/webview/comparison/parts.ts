import { blocksOf } from '../../model/outline';
import type { BlockDifference, Change, Comparison, Difference } from '../../model/compareArchitectures';
import { blockPhrases } from '../../protocol/comparisonText';
import type { ComparedSide } from '../../protocol/viewContract';
import { allRuns, projectionId, type Network } from '../../drawing/graph/network';
import { asOneBlock, folds, type Run } from '../../drawing/graph/runs';
import { across, forBoth, type Both } from './side';

/** What the comparison tells of one subject of one side. */
export interface Part {
  readonly change: Change;
  readonly what: readonly string[];
  /** Ids of what stands for it on the other side, the best first. */
  readonly partners: readonly string[];
}

/** By the subject's id. */
export type Parts = ReadonlyMap<string, Part>;

interface Sides {
  readonly comparison: Comparison;
  readonly networks: Both<Network>;
  readonly side: ComparedSide;
}

/** The parts of both sides: layers, blocks and their shortcuts, runs, stages, stem and head. */
export function partsOf(comparison: Comparison, networks: Both<Network>): Both<Parts> {
  return forBoth((side) => {
    const of: Sides = { comparison, networks, side };
    const blocks = blocksOf(comparison);
    return new Map([
      ...[...comparison.stem, ...comparison.head].flatMap((layer) => entry(layer, side)),
      ...blocks.flatMap((block) => blockEntries(block, side)),
      ...runEntries(of),
      ...comparison.stages.flatMap((stage) => groupEntry(stage, stage.blocks, side)),
      ...groupEntry({ left: 'stem', right: 'stem' }, comparison.stem, side),
      ...groupEntry({ left: 'head', right: 'head' }, comparison.head, side),
      ['logits', { change: 'same', what: [], partners: ['logits'] }],
    ]);
  });
}

type Entry = [id: string, part: Part];

function entry({ change, what, ...names }: Difference, side: ComparedSide): Entry[] {
  const [id, partner] = [names[side], names[across[side]]];
  return id === undefined ? [] : [[id, { change, what, partners: partner === undefined ? [] : [partner] }]];
}

function blockEntries(block: BlockDifference, side: ComparedSide): Entry[] {
  const { left, right, shortcut, layers } = block;
  const whole = (name: string | undefined): string | undefined =>
    name === undefined ? undefined : projectionId({ name });
  return [
    ...entry({ ...block, what: blockPhrases(block) }, side),
    ...[...layers, ...shortcut.layers].flatMap((layer) => entry(layer, side)),
    ...entry({ left: whole(left), right: whole(right), change: shortcut.change, what: block.what }, side),
  ];
}

type Names = Pick<Difference, ComparedSide>;

function groupEntry(names: Names, members: readonly Difference[], side: ComparedSide): Entry[] {
  const change = together(members.map((member) => member.change));
  return entry({ ...names, change, what: change === 'changed' ? groupPhrases(members) : [] }, side);
}

/** What several parts are as one. */
function together(changes: readonly Change[]): Change {
  const [first = 'same'] = changes;
  return changes.every((change) => change === first) ? first : 'changed';
}

/** `3 of 4 differ`, and how, where all of these do so in the same way. */
function groupPhrases(members: readonly Difference[]): readonly string[] {
  const differing = members.filter(({ change }) => change !== 'same');
  const phrases = new Set(differing.flatMap(({ what }) => what));
  const [only] = phrases;
  const same = phrases.size === 1 && only !== undefined ? [only] : [];
  return [`${differing.length} of ${members.length} differ`, ...same];
}

/** Of each run that folds into one card: itself and its shortcuts. */
function runEntries({ comparison, networks, side }: Sides): Entry[] {
  const blocks = new Map(blocksOf(comparison).map((block) => [block[side] ?? '', block] as const));
  return allRuns(networks[side]).flatMap((run): Entry[] => {
    const members = run.blocks.flatMap(({ name }) => blocks.get(name) ?? []);
    const whole = asOneBlock(run);
    if (!folds(run) || whole === undefined) return [];
    const partners = partnersOf(members, networks[across[side]], across[side]);
    const told = members.map((block) => ({ ...block, what: blockPhrases(block) }));
    const change = together(told.map((member) => member.change));
    const shortcut = together(members.map((member) => member.shortcut.change));
    return [
      [run.id, { change, what: change === 'changed' ? groupPhrases(told) : [], partners }],
      [projectionId(whole), { change: shortcut, what: [], partners: partners.map((name) => projectionId({ name })) }],
    ];
  });
}

/** What stands for a run: the run of its first block's partner, or else that block. */
function partnersOf(members: readonly BlockDifference[], network: Network, side: ComparedSide): readonly string[] {
  const partner = members[0]?.[side];
  if (partner === undefined) return [];
  const isIn = (run: Run): boolean => folds(run) && run.blocks.some(({ name }) => name === partner);
  return [
    ...allRuns(network)
      .filter(isIn)
      .map(({ id }) => id),
    partner,
  ];
}
