import type { SizedNode } from './elkGraph';
import type { LaidOut, LaidOutNode, Point } from './layoutScene';
import type { SceneGraph } from './scene';

/** Whether a graph's boxes simply follow each other, so that there is nothing for a layout engine to decide. */
export function isChain({ nodes, edges }: Pick<SceneGraph, 'nodes' | 'edges'>): boolean {
  return (
    edges.length === nodes.length - 1 &&
    edges.every(({ from, to }, index) => from[0] === nodes[index]?.id && to[0] === nodes[index + 1]?.id)
  );
}

/** Places a chain as ELK would, in one column along the spine, but in no time for hundreds of blocks. */
export function chainLayout({ gap }: SceneGraph, sized: readonly SizedNode[]): LaidOut {
  const { spine, ...column } = stacked(sized, gap.along);
  return { ...column, edges: linesDown(column.nodes, spine) };
}

/** Boxes below each other, with their spines in one line. */
export interface Column extends Omit<LaidOut, 'edges'> {
  /** Where that line is. */
  readonly spine: number;
}

export function stacked(sized: readonly SizedNode[], along: number): Column {
  const spine = Math.max(0, ...sized.map((size) => size.spine));
  const right = Math.max(0, ...sized.map((size) => size.width - size.spine));
  let y = 0;
  const nodes = sized.map(({ width, height, spine: own, side }) => {
    const node = { width, height, spine: own, side, x: spine - own, y, inside: undefined };
    y += height + along;
    return node;
  });
  return { width: spine + right, height: Math.max(0, y - along), nodes, spine };
}

/** The lines from each box of a column to the next. */
export function linesDown(nodes: readonly LaidOutNode[], x: number): readonly (readonly Point[])[] {
  return nodes.slice(1).map((node, index) => {
    const { y: top = 0, height = 0 } = nodes[index] ?? {};
    return [
      { x, y: top + height },
      { x, y: node.y },
    ];
  });
}
