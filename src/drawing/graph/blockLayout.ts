import { isChain, linesDown, stacked } from './chainLayout';
import type { SizedNode } from './elkGraph';
import type { LaidOut, LaidOutNode, Point } from './layoutScene';
import type { SceneGraph } from './scene';

/** Where a block's parts are in the list of its graph's boxes: a column, and one box on the shortcut past one of the column's. */
interface BlockParts {
  readonly shortcut: number;
  /** In the column, which is all other boxes: where the shortcut leaves it. */
  readonly start: number;
}

/**
 * Where ELK is expected to place a block, whose start takes longer than all else until the first drawing: its column along the
 * spine, on a whole pixel, and the shortcut's box at the right of the branch, their middles level. Nothing for another graph.
 */
export function blockLayout(graph: SceneGraph, sized: readonly SizedNode[]): LaidOut | undefined {
  const parts = blockParts(graph);
  return parts === undefined ? undefined : placeParts(parts, sized, graph.gap);
}

function blockParts({ nodes, edges }: SceneGraph): BlockParts | undefined {
  const [into, outOf] = edges.slice(-2);
  if (into === undefined || outOf === undefined) return undefined;
  const shortcut = nodes.findIndex(({ id }) => id === into.to[0]);
  const column = nodes.filter((_, index) => index !== shortcut);
  const start = column.findIndex(({ id }) => id === into.from[0]);
  const meets = outOf.from[0] === into.to[0] && outOf.to[0] === column[start + 2]?.id;
  return meets && start >= 0 && isChain({ nodes: column, edges: edges.slice(0, -2) }) ? { shortcut, start } : undefined;
}

function placeParts({ shortcut, start }: BlockParts, sized: readonly SizedNode[], gap: SceneGraph['gap']): LaidOut {
  const sizes = sized.filter((_, index) => index !== shortcut);
  const side = sized[shortcut] ?? { width: 0, height: 0, spine: 0, side: 0 };
  const row = Math.max(side.height, sizes[start + 1]?.height ?? 0);
  const cells = sizes.map((size, index) => ({
    ...size,
    spine: Math.round(size.spine),
    height: index === start + 1 ? row : size.height,
  }));
  const { spine, ...column } = stacked(cells, gap.along);
  const nodes = column.nodes.map((cell, index) => inMiddle(cell, sizes[index] ?? cell));
  const branch = column.nodes[start + 1];
  const corner = { x: Math.round((branch?.x ?? 0) + (branch?.width ?? 0) + gap.across), y: branch?.y ?? 0 };
  const beside = inMiddle({ ...side, ...corner, height: row, inside: undefined }, side);
  return {
    width: Math.max(column.width, beside.x + beside.width),
    height: column.height,
    nodes: nodes.toSpliced(shortcut, 0, beside),
    edges: [...linesDown(nodes, spine), ...linesPast(beside, nodes[start], nodes[start + 2])],
  };
}

/** A box of this size in the middle of its cell's height. */
function inMiddle({ x, y, height: room }: LaidOutNode, size: SizedNode): LaidOutNode {
  const { width, height, spine, side } = size;
  return { width, height, spine, side, x, y: y + (room - height) / 2, inside: undefined };
}

/** From the side of the one box down through the shortcut's to the side of the other. */
function linesPast(beside: LaidOutNode, from?: LaidOutNode, to?: LaidOutNode): readonly (readonly Point[])[] {
  if (from === undefined || to === undefined) return [];
  const x = beside.x + Math.round(beside.spine);
  const [leaves, meets] = [from, to].map(({ x: left, y, width, side }) => ({ x: left + width, y: y + side }));
  if (leaves === undefined || meets === undefined) return [];
  return [
    [leaves, { x, y: leaves.y }, { x, y: beside.y }],
    [{ x, y: beside.y + beside.height }, { x, y: meets.y }, meets],
  ];
}
