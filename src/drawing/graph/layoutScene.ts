import { chainLayout, isChain } from './chainLayout';
import type { SizedNode } from './elkGraph';
import { EnginePlaces, type Meanwhile, type Place } from './enginePlaces';
import type { SceneGraph, SceneNode } from './scene';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface LaidOutNode extends SizedNode, Point {
  /** Of a group: where its boxes are, from the inside's own corner. */
  readonly inside: LaidOut | undefined;
}

/** Where the boxes and edges of one graph are, in its order; knows no names, so that blocks of one structure share it. */
export interface LaidOut {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly LaidOutNode[];
  readonly edges: readonly (readonly Point[])[];
}

/** Makes a layout function that asks `place` once for each distinct structure and remembers its answers. */
export function sceneLayout(place: Place, meanwhile?: Meanwhile): (graph: SceneGraph) => Promise<LaidOut> {
  const engine = new EnginePlaces(place, meanwhile);

  async function inside({ body }: SceneNode): Promise<LaidOut | undefined> {
    return body.type === 'group' ? layout(body.graph) : undefined;
  }

  async function layout(graph: SceneGraph): Promise<LaidOut> {
    const insides = await Promise.all(graph.nodes.map(inside));
    const sized = graph.nodes.map((node, index) => sizeOf(node, insides[index]));
    const { nodes, ...rest } = isChain(graph) ? chainLayout(graph, sized) : await engine.of(graph, sized);
    return { ...rest, nodes: nodes.map((node, index) => ({ ...node, inside: insides[index] })) };
  }

  return layout;
}

function sizeOf({ body }: SceneNode, inside: LaidOut | undefined): SizedNode {
  if (body.type === 'leaf' || inside === undefined)
    return body.type === 'leaf' ? body : { width: 0, height: 0, spine: 0, side: 0 };
  const { top, right, bottom, left } = body.padding;
  const entry = inside.nodes[body.graph.nodes.findIndex(({ id }) => id === body.graph.entry)];
  const height = top + inside.height + bottom;
  return {
    width: left + inside.width + right,
    height,
    spine: left + (entry === undefined ? inside.width / 2 : entry.x + entry.spine),
    side: height / 2,
  };
}
