import type { Block } from '../../model/outline';

/** Consecutive blocks of a stage that have the same structure; most often a single one. */
export interface Run {
  /** `layer3.1…layer3.35`; of a single block, its name. */
  readonly id: string;
  readonly blocks: readonly Block[];
}

/** Runs of fewer blocks than this are always shown block by block. */
const leastFolded = 3;

/** Whether a run can be shown as one card. */
export function folds({ blocks }: Run): boolean {
  return blocks.length >= leastFolded;
}

/** A stage's blocks, those that follow each other and have the same structure together. */
export function runsOf(blocks: readonly Block[], structures: ReadonlyMap<string, string>): readonly Run[] {
  const groups: Block[][] = [];
  for (const block of blocks) {
    const last = groups.at(-1);
    const before = structures.get(last?.[0]?.name ?? '');
    if (last !== undefined && before === structures.get(block.name)) last.push(block);
    else groups.push([block]);
  }
  return groups.map((members) => ({ id: runId(members), blocks: members }));
}

function runId(blocks: readonly Block[]): string {
  const ends = [blocks[0], blocks.length > 1 ? blocks.at(-1) : undefined];
  return ends.flatMap((block) => block?.name ?? []).join('…');
}

/** A run as if it were one block: with all shortcuts' layers, ending like its last block. */
export function asOneBlock({ id, blocks }: Run): Block | undefined {
  const [first, last] = [blocks[0], blocks.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const layers = blocks.flatMap(({ shortcut }) => shortcut.layers);
  const shortcut = { type: first.shortcut.type, layers };
  return { name: id, input: first.input, before: [], branch: [], shortcut, add: last.add, after: last.after };
}
