import { allRuns, projectionId, type Network } from '../../drawing/graph/network';
import type { BoxDifference } from '../../drawing/graph/scene';
import type { Parts } from './parts';

/** Ids of the lines of all shortcuts that have changed in this way, those of folded runs among them. */
export function changedShortcuts(change: BoxDifference['change'], network: Network, parts: Parts): readonly string[] {
  const all = allRuns(network);
  const names = [...all.map(({ id }) => id), ...all.flatMap(({ blocks }) => blocks.map(({ name }) => name))];
  const changed = [...new Set(names)].filter((name) => parts.get(projectionId({ name }))?.change === change);
  return changed.flatMap((name) => [`${name}/shortcut`, `${name}/shortcut/out`]);
}
