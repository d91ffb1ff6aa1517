import type { Block, ShortcutType } from '../../model/outline';
import { cardContent, layerContent, paddedContent, projectionContent, sideLayerContent } from './content';
import { layerWords } from './layerText';
import { hasLayers, projectionId, type Network, type Subject } from './network';
import {
  bare,
  chain,
  type Content,
  type LeafBody,
  type Look,
  type SceneEdge,
  type SceneGraph,
  type SceneNode,
} from './scene';
import { identityContent, openInset, type SceneSizes } from './sceneSizes';
import { heightFor } from './textWidth';

/** What all boxes of a scene are made from. */
export interface SceneContext {
  readonly network: Network;
  readonly sizes: SceneSizes;
  /** Ids of the cards whose layers are shown. */
  readonly opened: ReadonlySet<string>;
}

/** Distances along the flow, in px. */
const gap = { unit: 16, inside: 14, across: 22 };

/** The addition's circle, and the room at its left for the name of what follows. */
export const join = { radius: 10, left: 58, height: 36 } as const;

const fork = 6;

/** A block: its branch as one card, what its shortcut does at the card's right, and the addition below. */
export function blockScene(block: Block, context: SceneContext): SceneNode {
  const branch = openable(block.name, block.branch, context);
  if (block.add === undefined) return branch;
  const shortcut = shortcutNode(block, context);
  const opened = context.opened.has(block.name);
  const after = opened ? layerNodes(block.after, block.name, context) : [];
  const meeting = joinNode(block.add, opened ? [] : block.after, context.network);
  const start = bare({
    id: `${block.name}/fork`,
    look: 'fork',
    body: { type: 'leaf', width: fork, height: fork, spine: fork / 2, side: fork / 2 },
  });
  const before = opened ? layerNodes(block.before, block.name, context) : [];
  const spine = chain([...before, start, branch, meeting, ...after], gap.unit);
  const graph: SceneGraph = {
    ...spine,
    nodes: [...before, start, branch, shortcut, meeting, ...after],
    edges: [...spine.edges, ...shortcutEdges(block, { start, shortcut, meeting })],
    gap: { along: gap.unit, across: gap.across },
  };
  return bare({ id: `${block.name}/unit`, look: 'unit', body: { type: 'group', graph, padding: noPadding } });
}

const noPadding = { top: 0, right: 0, bottom: 0, left: 0 };

/** A card that shows its layers when it is open. */
export function openable(id: string, layers: readonly string[], context: SceneContext): SceneNode {
  const subject = context.network.subjects.get(id);
  const content = subject === undefined ? identityContent : cardContent(subject);
  const header = heightFor(content);
  if (!context.opened.has(id)) {
    return { id, look: 'card', content, body: leaf(context.sizes.card, header) };
  }
  const graph = chain(layerNodes(layers, id, context), gap.inside);
  const padding = { top: header + 4, right: openInset, bottom: openInset + 2, left: openInset };
  return { id, look: 'open', content, body: { type: 'group', graph, padding } };
}

function layerNodes(names: readonly string[], owner: string, { network, sizes }: SceneContext): SceneNode[] {
  return subjectsOf(names, network).map((subject) => leafNode('layer', layerContent(subject, owner), sizes.layer));
}

function subjectsOf(names: readonly string[], network: Network): Subject[] {
  return names.flatMap((name) => network.subjects.get(name) ?? []);
}

function leafNode(look: Look, content: Content, width: number): SceneNode {
  return { id: content.subject ?? '', look, content, body: leaf(width, heightFor(content)) };
}

function leaf(width: number, height: number): LeafBody {
  return { type: 'leaf', width, height, spine: width / 2, side: height / 2 };
}

/** What stands on the shortcut's path: a label, the padding, or the projection (its layers when the block is open). */
function shortcutNode(block: Block, { network, sizes, opened }: SceneContext): SceneNode {
  const { type, layers } = block.shortcut;
  if (type === 'padded') {
    const content = subjectsOf(layers, network).map(paddedContent)[0] ?? identityContent;
    return leafNode('padded', content, sizes.side);
  }
  if (hasLayers(block)) {
    const whole = network.subjects.get(projectionId(block));
    if (whole !== undefined && !opened.has(block.name))
      return leafNode(lookOf(type), projectionContent(whole), sizes.side);
    const inside = subjectsOf(layers, network).map((layer) =>
      leafNode(lookOf(type), sideLayerContent(layer, block.name), sizes.side),
    );
    const flow = chain(inside, gap.inside);
    const graph = { ...flow, edges: flow.edges.map((edge) => ({ ...edge, look: lineOf(block) })) };
    return bare({ id: `${block.name}/projection`, look: 'unit', body: { type: 'group', graph, padding: noPadding } });
  }
  const body: LeafBody = { type: 'leaf', width: sizes.side, height: 20, spine: 8, side: 10 };
  return { id: `${block.name}/identity`, look: 'note', content: identityContent, body };
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

function shortcutEdges(block: Block, { start, shortcut, meeting }: ShortcutEnds): SceneEdge[] {
  const look = lineOf(block);
  const line = `${block.name}/shortcut`;
  const apart = shortcut.look === 'note' ? '' : '/out';
  return [
    { from: [start.id, 'side'], to: [shortcut.id, 'in'], look, arrow: apart !== '', line },
    { from: [shortcut.id, 'out'], to: [meeting.id, 'side'], look, arrow: true, line: `${line}${apart}` },
  ];
}

/** The circled plus; `after` are the layers that follow it and have no card of their own. */
function joinNode(add: string, after: readonly string[], network: Network): SceneNode {
  const words = subjectsOf(after, network).flatMap(({ layers }) => layers.map(({ layer }) => layerWords(layer)));
  const { radius, left, height } = join;
  return {
    id: add,
    look: 'join',
    content: {
      subject: add,
      rows: words.map((text) => ({ text })),
      valued: false,
      opens: false,
      stop: after.length === 0,
    },
    body: {
      type: 'leaf',
      width: left + radius,
      height: words.length === 0 ? 2 * radius : height,
      spine: left,
      side: radius,
    },
  };
}
