import { boxOf, isEmpty, seenPart } from './box';
import { elementsBelow, isShown, nameOf, upwards } from './tree';

/** What is cut: texts without a tip that gives the whole, controls outside of the window, a page that is too wide. */
export function cuts(): readonly string[] {
  const all = elementsBelow(document.body).filter(isShown);
  const excess = document.documentElement.scrollWidth - innerWidth;
  return [
    ...(excess > 0 ? [`too wide: the page, by ${excess} px`] : []),
    ...all.filter((element) => !(element instanceof SVGElement)).flatMap(cutIn),
    ...all.filter((element) => element.matches(controls)).flatMap(outside),
  ];
}

const controls = 'button, input, select, a[href], summary, vscode-button, vscode-checkbox, vscode-dropdown';

function cutIn(element: Element): readonly string[] {
  const { overflowX, overflowY, display } = getComputedStyle(element);
  if (display === 'inline' || display === 'contents') return [];
  const wide = element.scrollWidth - element.clientWidth;
  const high = element.scrollHeight - element.clientHeight;
  const isCut =
    (isHidden(overflowX) && wide > 1) || (isHidden(overflowY) && high > 1) || (isField(element) && wide > 1);
  if (!isCut || isTold(element) || isUndrawn(element)) return [];
  return [`cut by ${Math.max(wide, 0)}×${Math.max(high, 0)} px: “${(element.textContent).slice(0, 60)}” in ${nameOf(element)}`]; // prettier-ignore
}

function isHidden(overflow: string): boolean {
  return overflow === 'hidden' || overflow === 'clip';
}

function isField(element: Element): boolean {
  return element instanceof HTMLInputElement && element.type === 'text';
}

/** A chart out of sight keeps its old size until it is seen. */
function isUndrawn(element: Element): boolean {
  return element.querySelector('canvas') !== null && isEmpty(seenPart(boxOf(element), element));
}

/** Ends in an ellipsis, and a tip has the whole text. */
function isTold(element: Element): boolean {
  const text = element.textContent.replaceAll(/\s+/g, ' ').trim();
  const isShortened = getComputedStyle(element).textOverflow === 'ellipsis';
  return isShortened && upwards(element).some((each) => (each.getAttribute('title') ?? '').includes(text));
}

function outside(element: Element): readonly string[] {
  const { left, right, top, bottom } = boxOf(element);
  const isBeside = !scrolls(element, 'overflowX') && (left < -0.5 || right > innerWidth + 0.5);
  const isBelow = !scrolls(element, 'overflowY') && !pageScrolls() && (top < -0.5 || bottom > innerHeight + 0.5);
  return isBeside || isBelow ? [`outside of the window: ${nameOf(element)}`] : [];
}

function scrolls(element: Element, axis: 'overflowX' | 'overflowY'): boolean {
  const isPage = (each: Element): boolean => each === document.body || each === document.documentElement;
  return upwards(element).some((each) => !isPage(each) && ['auto', 'scroll'].includes(getComputedStyle(each)[axis]));
}

function pageScrolls(): boolean {
  return !isHidden(getComputedStyle(document.body).overflowY);
}
