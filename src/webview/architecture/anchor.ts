import type { Point } from '../../drawing/graph/layoutScene';
import { allRuns, type Network } from '../../drawing/graph/network';
import type { PlacedBox, PlacedScene } from '../../drawing/graph/placeScene';
import { boxIsIn } from './sight';
import { boxOf } from './trace';
import type { Rect } from './viewport';

/** A box that stays where it is on the screen while the drawing changes around it. */
export interface Anchor {
  /** In the new layout. */
  readonly box: PlacedBox;
  /** How far the new layout has it from where the old one had it. */
  readonly by: Point;
}

interface Change {
  readonly before: PlacedScene;
  readonly after: PlacedScene;
  readonly network: Network;
}

/** The first of the candidates that both layouts have. */
export function anchorOf(candidates: readonly string[], { before, after, network }: Change): Anchor | undefined {
  for (const id of candidates) {
    const [old, now] = [standing(id, before, network), standing(id, after, network)];
    if (old !== undefined && now !== undefined) return { box: now, by: { x: now.x - old.x, y: now.y - old.y } };
  }
  return undefined;
}

/** What is in the window, first the boxes, then the frames around them. */
export function candidatesIn(sight: Rect, { boxes }: PlacedScene): readonly string[] {
  const seen = boxes.filter((box) => box.node.content.subject !== undefined && boxIsIn(box, sight));
  const isFrame = ({ node }: PlacedBox): boolean => node.look === 'frame' || node.look === 'run';
  return [...seen.filter((box) => !isFrame(box)), ...seen.filter(isFrame)].map(({ node }) => node.id);
}

/** A box's place; of a run that is open, its first block's, which stands where the run's card stood. */
function standing(id: string, scene: PlacedScene, network: Network): PlacedBox | undefined {
  const box = boxOf(id, scene);
  if (box?.node.look !== 'run') return box;
  const run = allRuns(network).find((some) => some.id === id);
  return boxOf(run?.blocks[0]?.name ?? '', scene);
}
