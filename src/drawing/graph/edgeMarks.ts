import { mark, type Mark } from '../mark';
import type { PlacedEdge } from './placeScene';
import { roundedPath } from './roundedPath';
import type { EdgeLook } from './scene';

/** All that an edge can look like. */
export const edgeLooks: readonly EdgeLook[] = [
  'flow',
  'identity',
  'projection',
  'padded',
  'scaled',
  'gated',
  'dropout',
];

/** Of the corners of an edge, in px. */
const cornerRadius = 22;

/** An edge's line, in its place. */
export function edgeMark(edge: PlacedEdge): Mark {
  const head = edge.arrow ? `url(#arrow-${edge.look})` : 'none';
  return mark('path', { class: `edge ${edge.look}`, 'marker-end': head, d: edgePath(edge) });
}

/** The band under a shortcut's line, which wears the tint of what it carries. */
export function bandMark(edge: PlacedEdge): Mark {
  return mark('path', { class: 'band', d: edgePath(edge) });
}

/** The shape of an edge's line. */
export function edgePath({ points }: Pick<PlacedEdge, 'points'>): string {
  return roundedPath(points, cornerRadius);
}

/** The arrow heads that edges refer to, one a look. */
export function arrowHeads(): Mark {
  return mark('defs', {}, edgeLooks.map(arrowHead));
}

/** The arrow head of one look. */
export function arrowHead(look: EdgeLook): Mark {
  const size = { viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 9, markerHeight: 9 };
  const use = { markerUnits: 'userSpaceOnUse', orient: 'auto' };
  const head = mark('path', { class: 'head', d: 'M0 0.5L8 4L0 7.5z' });
  return mark('marker', { id: `arrow-${look}`, class: `arrow ${look}`, ...size, ...use }, [head]);
}
