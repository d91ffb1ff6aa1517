import { allRuns, type Network } from '../../drawing/graph/network';

/** The other blocks, and runs of blocks, that have the structure of a block or run. */
export function alikeOf(id: string, network: Network): readonly string[] {
  const { structures } = network;
  const all = allRuns(network);
  const ofRun = (run: string): string | undefined => all.find((some) => some.id === run)?.blocks[0]?.name;
  const structure = structures.get(structures.has(id) ? id : (ofRun(id) ?? ''));
  if (structure === undefined) return [];
  const same = all.filter(({ blocks }) => structures.get(blocks[0]?.name ?? '') === structure);
  const ids = same.flatMap((run) => [run.id, ...run.blocks.map(({ name }) => name)]);
  return [...new Set(ids)].filter((some) => some !== id);
}
