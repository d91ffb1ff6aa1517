import { enclosing } from '../../drawing/graph/enclosing';
import type { Network } from '../../drawing/graph/network';
import type { PlacedScene } from '../../drawing/graph/placeScene';
import { boxOf } from './trace';

/** Ids of the boxes that are drawn of a layer and of what it is in, the innermost first. */
export function drawnAs(layer: string, network: Network, scene: PlacedScene): readonly string[] {
  return enclosing(layer, network).filter((id) => boxOf(id, scene) !== undefined);
}
