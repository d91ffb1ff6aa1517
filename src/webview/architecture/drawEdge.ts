import { setAttributes, svg } from '../element';
import type { PlacedEdge } from '../../drawing/graph/placeScene';
import { roundedPath } from '../../drawing/graph/roundedPath';
import type { EdgeLook } from '../../drawing/graph/scene';

const looks: readonly EdgeLook[] = ['flow', 'identity', 'projection', 'padded', 'scaled', 'gated', 'dropout'];

/** Of the corners of an edge, in px. */
const cornerRadius = 22;

/** An edge's new path, without its shape. */
export function drawEdge({ id, look, arrow }: PlacedEdge): SVGPathElement {
  const head = arrow ? `url(#arrow-${look})` : 'none';
  return svg('path', { 'data-edge': id, class: `edge ${look}`, 'marker-end': head });
}

/** Gives an edge's path its shape. */
export function shapeEdge(path: SVGPathElement, { points }: PlacedEdge): void {
  setAttributes(path, { d: roundedPath(points, cornerRadius) });
}

/** The arrow heads that edges refer to, one a look. */
export function arrowHeads(): SVGDefsElement {
  return svg('defs', {}, looks.map(arrowHead));
}

function arrowHead(look: EdgeLook): SVGMarkerElement {
  const size = { viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 9, markerHeight: 9 };
  const use = { markerUnits: 'userSpaceOnUse', orient: 'auto' };
  const head = svg('path', { d: 'M0 0.5L8 4L0 7.5z' });
  return svg('marker', { id: `arrow-${look}`, class: `arrow ${look}`, ...size, ...use }, [head]);
}
