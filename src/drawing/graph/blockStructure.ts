import type { LayerFacts } from '../../model/analyze';
import { layersOf, type Block } from '../../model/outline';

/** The same for blocks of the same layers, attributes, connections and shapes: all but their names. */
export function blockStructure(block: Block, facts: ReadonlyMap<string, LayerFacts>): string {
  const places = new Map(layersOf(block).map((name, place) => [name, place]));
  const layers = [...places.keys()].map((name) => {
    const found = facts.get(name);
    if (found === undefined) return name; // beyond a fault: like no other
    const { layer, input, output } = found;
    return [layer.kind, layer.attributes, layer.inputs.map((from) => places.get(from) ?? 'x'), input, output];
  });
  return JSON.stringify([block.shortcut.type, layers]);
}
