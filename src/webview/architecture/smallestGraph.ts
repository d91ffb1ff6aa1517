import type { ElkNode } from 'elkjs/lib/elk-api';
import { elkGraph } from '../../drawing/graph/elkGraph';
import { bare, type LeafBody, type SceneEdge } from '../../drawing/graph/scene';

const dot: LeafBody = { type: 'leaf', width: 6, height: 6, spine: 3, side: 3 };

/** The least that has all that a block's layout has: a branch straight down and a shortcut between two sides. */
export function smallestGraph(): ElkNode {
  const nodes = ['top', 'bottom'].map((id) => bare({ id, look: 'fork', body: dot }));
  const edges: SceneEdge[] = [
    { from: ['top', 'out'], to: ['bottom', 'in'], look: 'flow', arrow: false, line: 'branch' },
    { from: ['top', 'side'], to: ['bottom', 'side'], look: 'identity', arrow: false, line: 'shortcut' },
  ];
  return elkGraph({ nodes, edges, entry: 'top', exit: 'bottom', gap: { along: 8, across: 8 } }, [dot, dot]);
}
