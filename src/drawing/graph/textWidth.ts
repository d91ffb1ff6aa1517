import type { Content, Row } from './scene';

/** Width in px of a text in one of the drawing's two styles. */
export type Measure = (text: string, style: 'strong' | 'text') => number;

/** Sizes of text on boxes, in px at zoom 1; the style sheet has the same. */
export const type = { strong: 13, text: 11.5, row: 17, gap: 7, value: 58, chevron: 16 } as const;

/** Inner distance of text from a box's edges. */
export const inset = { x: 13, y: 8 } as const;

/** A guess from the number of letters, for tests and where no canvas is to be had. */
export const estimate: Measure = (text, style) => text.length * type[style] * 0.58;

/** The width that a box needs for its text. */
export function widthFor({ rows, valued, opens }: Content, measure: Measure): number {
  const widths = rows.map((row, index) => {
    const value = valued && index === rows.length - 1 ? type.value : 0;
    const chevron = opens && index === 0 ? type.chevron : 0;
    return rowWidth(row, measure) + value + chevron;
  });
  return Math.ceil(Math.max(0, ...widths) + 2 * inset.x);
}

/** The height that a box needs for its text. */
export function heightFor({ rows }: Content): number {
  return rows.length * type.row + 2 * inset.y;
}

function rowWidth({ strong, text }: Row, measure: Measure): number {
  const first = strong === undefined ? 0 : measure(strong, 'strong');
  const second = text === undefined ? 0 : measure(text, 'text');
  return first + second + (first > 0 && second > 0 ? type.gap : 0);
}
