import { svg } from '../element';
import type { PlacedBox } from '../../drawing/graph/placeScene';
import type { BoxDifference, Look } from '../../drawing/graph/scene';

/** What each change is marked with, besides its colour. */
export const signs: Readonly<Record<BoxDifference['change'], string>> = { added: '+', removed: '−', changed: '≠' };

const radius = 8;

/** Additions have their circle in the middle of their box. */
const places: Partial<Record<Look, (box: PlacedBox) => number>> = { join: ({ spine }) => spine - 16 };

/** The sign of a difference on the upper left corner of its box. */
export function differenceSign(box: PlacedBox, { change }: BoxDifference): SVGGElement {
  const cx = places[box.node.look]?.(box) ?? 0;
  return svg('g', { class: `sign ${change}` }, [
    svg('circle', { cx, cy: 0, r: radius }),
    svg('text', { x: cx, y: 0, dy: '0.36em', 'text-anchor': 'middle' }, [signs[change]]),
  ]);
}
