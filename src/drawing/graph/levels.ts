import { blocksOf } from '../../model/outline';
import { folds } from './runs';
import type { Network } from './network';

/** How much of a network is open, from least to most. */
export const levelNames = ['stages', 'runs', 'blocks', 'layers'] as const;

export type LevelName = (typeof levelNames)[number];

/** What each level's button does, and its key. */
export const levels: Readonly<Record<LevelName, { readonly label: string; readonly key: string }>> = {
  stages: { label: 'Collapse all: one card a stage (1)', key: '1' },
  runs: { label: 'Stages open, runs of identical blocks as one card (2)', key: '2' },
  blocks: { label: 'All blocks, closed (3)', key: '3' },
  layers: { label: 'Expand all: every layer (4)', key: '4' },
};

/** Networks of more blocks open with their runs folded. */
const manyBlocks = 30;

type Ids = (network: Network) => readonly string[];

const stageIds: Ids = ({ outline }) => outline.stages.map(({ name }) => name);
const runIds: Ids = ({ runs }) => [...runs.values()].flatMap((some) => some.filter(folds).map(({ id }) => id));
const cardIds: Ids = ({ outline }) => ['stem', ...blocksOf(outline).map(({ name }) => name), 'head'];

const opens: Readonly<Record<LevelName, readonly Ids[]>> = {
  stages: [],
  runs: [stageIds],
  blocks: [stageIds, runIds],
  layers: [stageIds, runIds, cardIds],
};

/** The ids of all that is open at a level. */
export function openAt(level: LevelName, network: Network): readonly string[] {
  const known = (id: string): boolean => network.subjects.has(id);
  return opens[level].flatMap((ids) => ids(network)).filter(known);
}

/** Deep networks open with their runs folded; networks without blocks, with their layers shown. */
export function firstLevel({ outline: { stages } }: Network): LevelName {
  const count = stages.reduce((sum, { blocks }) => sum + blocks.length, 0);
  if (count === 0) return 'layers';
  return count > manyBlocks ? 'runs' : 'blocks';
}
