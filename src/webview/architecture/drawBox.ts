import { boxMark, bracketPath } from '../../drawing/graph/boxMarks';
import type { PlacedBox } from '../../drawing/graph/placeScene';
import { setAttributes, svg, svgOf } from '../element';
import { differenceSign } from './differenceSign';
import type { Size } from './viewport';

/** A box's element, and what of it changes without being drawn anew. */
export interface DrawnBox {
  readonly element: SVGGElement;
  /** Grows with an opening card. */
  readonly stretch: (size: Size) => void;
  readonly value: SVGTextElement | undefined;
}

/** Draws one box at the origin of its own group; the group is moved to its place afterwards. */
export function drawBox(box: PlacedBox): DrawnBox {
  const { attributes, children } = boxMark(box);
  const element = svg('g', attributes, children.map(svgOf));
  const { difference } = box.node.content;
  if (difference !== undefined) element.append(differenceSign(box, difference));
  const value = element.querySelector<SVGTextElement>(':scope > .value');
  const stretch = (box.node.look === 'run' ? stretchBracket : stretchFrame)(element);
  return { element, value: value ?? undefined, stretch };
}

type Stretch = (element: SVGGElement) => DrawnBox['stretch'];

const stretchFrame: Stretch = (element) => {
  const frame = element.querySelector(':scope > rect.frame');
  const top = Number(frame?.getAttribute('y') ?? 0);
  return ({ width, height }) => {
    if (frame !== null) setAttributes(frame, { width, height: height - top });
  };
};

const stretchBracket: Stretch = (element) => {
  const [area, line] = [element.querySelector('.reach'), element.querySelector('.bracket')];
  return ({ height }) => {
    if (area !== null) setAttributes(area, { height });
    if (line !== null) setAttributes(line, { d: bracketPath(height) });
  };
};
