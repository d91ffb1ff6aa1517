import type { ElkExtendedEdge, ElkNode, ElkPort, LayoutOptions } from 'elkjs/lib/elk-api';
import type { PortName, SceneEdge, SceneGraph } from './scene';

/** A box's size and where edges meet it: `spine` from its left edge, `side` from its top. */
export interface SizedNode {
  readonly width: number;
  readonly height: number;
  readonly spine: number;
  readonly side: number;
}

const options = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.padding': '[top=0,left=0,bottom=0,right=0]',
  // Keeps the branch at the left and the shortcut at its right, as the scene lists them.
  'elk.layered.crossingMinimization.forceNodeModelOrder': 'true',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
} satisfies LayoutOptions;

const box: LayoutOptions = { 'elk.portConstraints': 'FIXED_POS', 'elk.alignment': 'CENTER' };
const straight: LayoutOptions = { 'elk.layered.priority.straightness': '100' };

/** The layout request for one level. Names are replaced by positions in the list: equal structures give equal requests. */
export function elkGraph({ nodes, edges, gap }: SceneGraph, sized: readonly SizedNode[]): ElkNode {
  const index = new Map(nodes.map((node, position) => [node.id, position]));
  const port = ([node, name]: SceneEdge['from']): string => `${index.get(node) ?? -1}.${name}`;
  return {
    id: 'graph',
    layoutOptions: {
      ...options,
      'elk.spacing.nodeNode': String(gap.across),
      'elk.layered.spacing.nodeNodeBetweenLayers': String(gap.along),
    },
    children: sized.map((size, position) => elkNode(size, String(position))),
    edges: edges.map((edge, position) => elkEdge(`e${position}`, edge, port)),
  };
}

function elkNode(size: SizedNode, id: string): ElkNode {
  const ports = Object.entries(portPlaces).map(([name, place]): ElkPort => ({
    id: `${id}.${name}`,
    width: 0,
    height: 0,
    ...place(size),
  }));
  return { id, width: size.width, height: size.height, layoutOptions: box, ports };
}

const portPlaces: Record<PortName, (size: SizedNode) => Omit<ElkPort, 'id'>> = {
  in: ({ spine }) => ({ x: spine, y: 0, layoutOptions: { 'elk.port.side': 'NORTH' } }),
  side: ({ width, side }) => ({ x: width, y: side, layoutOptions: { 'elk.port.side': 'EAST' } }),
  out: ({ spine, height }) => ({ x: spine, y: height, layoutOptions: { 'elk.port.side': 'SOUTH' } }),
};

function elkEdge(id: string, edge: SceneEdge, port: (end: SceneEdge['from']) => string): ElkExtendedEdge {
  const plain = { id, sources: [port(edge.from)], targets: [port(edge.to)] };
  return edge.look === 'flow' ? { ...plain, layoutOptions: straight } : plain;
}
