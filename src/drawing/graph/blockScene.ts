import type { Block } from '../../model/outline';
import { cardContent, layerContent, runCardContent } from './content';
import { joinNode } from './joinNode';
import { subjectsOf, type Subject } from './network';
import { bare, chain, type SceneGraph, type SceneNode } from './scene';
import { gap, leafNode, noPadding, type SceneContext } from './sceneContext';
import { openInset } from './sceneSizes';
import { shortcutEdges, shortcutNode } from './shortcutScene';
import { heightFor } from './textWidth';

const fork = 6;

/**
 * A block: its branch as one card, what its shortcut does at the card's right, and the addition below; nothing if it isn't
 * known. `times`: of how many such blocks it is the picture.
 */
export function blockScene(block: Block, context: SceneContext, times = 1): SceneNode[] {
  const subject = context.network.subjects.get(block.name);
  if (subject === undefined) return [];
  const branch = openable(subject, block.branch, context);
  if (block.add === undefined) return [branch];
  const opened = context.opened.has(block.name);
  const before = opened ? layerNodes(block.before, block.name, context) : [];
  const after = opened ? layerNodes(block.after, block.name, context) : [];
  const start = forkNode(block);
  const shortcut = shortcutNode(block, context, times);
  const meeting = joinNode(block.add, opened ? [] : block.after, context.network);
  const spine = chain([...before, start, branch, meeting, ...after], gap.unit);
  const graph: SceneGraph = {
    ...spine,
    nodes: [...before, start, branch, shortcut, meeting, ...after],
    edges: [...spine.edges, ...shortcutEdges(block, { start, shortcut, meeting })],
    gap: { along: gap.unit, across: gap.across },
  };
  return [bare({ id: `${block.name}/unit`, look: 'unit', body: { type: 'group', graph, padding: noPadding } })];
}

function forkNode({ name }: Block): SceneNode {
  const body = { type: 'leaf', width: fork, height: fork, spine: fork / 2, side: fork / 2 } as const;
  return bare({ id: `${name}/fork`, look: 'fork', body });
}

/** A card that shows its layers when it is open. */
export function openable(subject: Subject, layers: readonly string[], context: SceneContext): SceneNode {
  const { id } = subject;
  const content = subject.members.length === 0 ? cardContent(subject) : runCardContent(subject);
  if (!context.opened.has(id))
    return leafNode('card', content, { width: context.sizes.card, factor: context.factor(subject) });
  const graph = chain(layerNodes(layers, id, context), gap.inside);
  const padding = { top: heightFor(content) + 4, right: openInset, bottom: openInset + 2, left: openInset };
  return { id, look: 'open', content, body: { type: 'group', graph, padding } };
}

function layerNodes(names: readonly string[], owner: string, { network, sizes, factor }: SceneContext): SceneNode[] {
  return subjectsOf(names, network).map((subject) =>
    leafNode('layer', layerContent(subject, owner), { width: sizes.layer, factor: factor(subject) }),
  );
}
