import type { ComparedPair, PairView } from './pairView';
import { changedShortcuts } from './changedShortcuts';
import { sides } from './side';

/** Colours the boxes and shortcuts that one network lacks or has otherwise; they keep their marks however they are opened. */
export function markDifferences(view: PairView, { networks, parts }: ComparedPair): void {
  for (const side of sides)
    for (const change of ['added', 'removed', 'changed'] as const) {
      const boxes = [...parts[side]].filter(([, part]) => part.change === change).map(([id]) => id);
      view.mark(side, change, [...boxes, ...changedShortcuts(change, networks[side], parts[side])]);
    }
}
