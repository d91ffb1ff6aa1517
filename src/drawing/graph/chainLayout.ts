import type { SizedNode } from './elkGraph';
import type { LaidOut } from './layoutScene';
import type { SceneGraph } from './scene';

/** Whether a graph's boxes simply follow each other, so that there is nothing for a layout engine to decide. */
export function isChain({ nodes, edges }: SceneGraph): boolean {
  return (
    edges.length === nodes.length - 1 &&
    edges.every(({ from, to }, index) => from[0] === nodes[index]?.id && to[0] === nodes[index + 1]?.id)
  );
}

/** Places a chain as ELK would, in one column along the spine, but in no time for hundreds of blocks. */
export function chainLayout({ gap }: SceneGraph, sized: readonly SizedNode[]): LaidOut {
  const spine = Math.max(0, ...sized.map((size) => size.spine));
  const right = Math.max(0, ...sized.map((size) => size.width - size.spine));
  let y = 0;
  const nodes = sized.map(({ width, height, spine: own, side }) => {
    const node = { width, height, spine: own, side, x: spine - own, y, inside: undefined };
    y += height + gap.along;
    return node;
  });
  const edges = nodes.slice(1).map((node, index) => {
    const { y: top = 0, height = 0 } = nodes[index] ?? {};
    return [
      { x: spine, y: top + height },
      { x: spine, y: node.y },
    ];
  });
  return { width: spine + right, height: Math.max(0, y - gap.along), nodes, edges };
}
