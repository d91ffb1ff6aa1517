import { arrowHeads, edgeMark, edgePath } from '../../drawing/graph/edgeMarks';
import type { PlacedEdge } from '../../drawing/graph/placeScene';
import { setAttributes, svg, svgOf } from '../element';

/** An edge's path. */
export function drawEdge(edge: PlacedEdge): SVGPathElement {
  return svg('path', { ...edgeMark(edge).attributes, 'data-edge': edge.id });
}

/** Gives an edge's path its shape. */
export function shapeEdge(path: SVGPathElement, edge: PlacedEdge): void {
  setAttributes(path, { d: edgePath(edge) });
}

/** The arrow heads that edges refer to. */
export function arrowDefinitions(): SVGElement | string {
  return svgOf(arrowHeads());
}
