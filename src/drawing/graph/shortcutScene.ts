import type { Block, ShortcutType } from '../../model/outline';
import { identityContent, paddedContent, projectionContent, sideLayerContent } from './content';
import { hasLayers, projectionId, subjectsOf } from './network';
import { bare, chain, type Content, type LeafBody, type Look, type SceneEdge, type SceneNode } from './scene';
import { gap, leafNode, noPadding, type SceneContext } from './sceneContext';

/** What stands on the shortcut's path: a label, the padding, or the projection (its layers when the block is open). */
export function shortcutNode(block: Block, context: SceneContext, times = 1): SceneNode {
  const { type, layers } = block.shortcut;
  const { network, sizes } = context;
  if (hasLayers(block)) return shortcutCard(block, context, times);
  const [padded] = type === 'padded' ? subjectsOf(layers.slice(0, 1), network) : [];
  if (padded !== undefined)
    return leafNode('padded', whole(block, paddedContent(padded, times)), { width: sizes.side });
  const body: LeafBody = { type: 'leaf', width: sizes.side, height: 20, spine: 8, side: 10 };
  return { id: `${block.name}/identity`, look: 'note', content: whole(block, identityContent(times)), body };
}

function shortcutCard(block: Block, { network, sizes, opened }: SceneContext, times: number): SceneNode {
  const look = lookOf(block.shortcut.type);
  const size = { width: sizes.side };
  const subject = network.subjects.get(projectionId(block));
  if (subject !== undefined && !opened.has(block.name))
    return leafNode(look, whole(block, projectionContent(subject, times)), size);
  const inside = subjectsOf(block.shortcut.layers, network).map((layer) =>
    leafNode(look, sideLayerContent(layer, block.name), size),
  );
  const flow = chain(inside, gap.inside);
  const graph = { ...flow, edges: flow.edges.map((edge) => ({ ...edge, look: lineOf(block) })) };
  return bare({ id: `${block.name}/projection`, look: 'unit', body: { type: 'group', graph, padding: noPadding } });
}

/** The content of what stands for all of a block's shortcut. */
function whole(block: Block, content: Content): Content {
  return { ...content, shortcutOf: block.name };
}

/** How the card of a shortcut's layers looks. */
function lookOf(type: ShortcutType): Look {
  return type === 'identity' || type === 'none' ? 'note' : type;
}

/** How a shortcut's line looks. */
function lineOf({ shortcut: { type } }: Block): SceneEdge['look'] {
  return type === 'none' ? 'identity' : type;
}

interface ShortcutEnds {
  readonly start: SceneNode;
  readonly shortcut: SceneNode;
  readonly meeting: SceneNode;
}

/** The line past the block, by its own side ports: an identity is never hidden behind the branch. */
export function shortcutEdges(block: Block, { start, shortcut, meeting }: ShortcutEnds): SceneEdge[] {
  const look = lineOf(block);
  const line = `${block.name}/shortcut`;
  const own = { look, shortcutOf: block.name };
  const apart = shortcut.look === 'note' ? '' : '/out';
  return [
    { from: [start.id, 'side'], to: [shortcut.id, 'in'], ...own, arrow: apart !== '', line },
    { from: [shortcut.id, 'out'], to: [meeting.id, 'side'], ...own, arrow: true, line: `${line}${apart}` },
  ];
}
