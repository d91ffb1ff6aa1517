import { upwards } from './tree';

/** A rectangle of the window, in px. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export function boxOf(element: Element): Box {
  return element.getBoundingClientRect();
}

export function isEmpty({ left, top, right, bottom }: Box): boolean {
  return right - left <= 0 || bottom - top <= 0;
}

export function intersection(a: Box, b: Box): Box {
  return {
    left: Math.max(a.left, b.left),
    top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
  };
}

/** Whether two boxes share more than a pixel's edge. */
export function overlap(a: Box, b: Box): boolean {
  const { left, top, right, bottom } = intersection(a, b);
  return right - left > 1 && bottom - top > 1;
}

/** Whether one box lies in another, but for a pixel. */
export function encloses(outer: Box, inner: Box): boolean {
  return (
    inner.left >= outer.left - 1 &&
    inner.right <= outer.right + 1 &&
    inner.top >= outer.top - 1 &&
    inner.bottom <= outer.bottom + 1
  );
}

/** What of a text's line box has ink in it, about: lines may be set so tightly that their boxes touch. */
export function inked({ left, top, right, bottom }: Box): Box {
  const spare = 0.17 * (bottom - top);
  return { left: left + 0.5, right: right - 0.5, top: top + spare, bottom: bottom - spare };
}

/** What can be seen of a box of an element: neither scrolled away, nor cut off, nor outside of the window. */
export function seenPart(box: Box, element: Element): Box {
  const window = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  return upwards(element)
    .filter((each) => each !== document.body && each !== document.documentElement && clips(each))
    .reduce((part, each) => intersection(part, boxOf(each)), intersection(box, window));
}

function clips(element: Element): boolean {
  const { display, overflowX, overflowY } = getComputedStyle(element);
  return display !== 'contents' && (overflowX !== 'visible' || overflowY !== 'visible');
}
