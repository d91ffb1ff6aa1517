import { boxOf } from './box';
import { contrast, over, parseColour } from './colour';
import { groundAt } from './ground';
import { elementsBelow, nameOf, parentOf } from './tree';

/** What of an element's look may tell that it has the focus: each line of or around it, as `<width> <colour>`. */
type Lines = ReadonlyMap<string, string>;

interface Stop {
  readonly element: Element;
  readonly name: string;
  readonly parts: readonly { readonly part: Element; readonly focused: Lines }[];
}

/** What is told of a stop of the Tab key. */
export interface StopReport {
  readonly name: string;
  /** What was wrong with the stop before, now that it is seen without the focus. */
  readonly complaint: string | undefined;
  /** All stops have been gone through. */
  readonly isRound: boolean;
}

let last: Stop | undefined;
let first: Element | undefined;

const least = 3;

/** Looks at what has the focus now, and back at the stop before. */
export function nextFocusStop(): StopReport {
  const before = last;
  const element = focusedElement();
  const isRound = element === first;
  last = isRound ? undefined : { element, name: nameOf(element), parts: partsOf(element) };
  first = isRound ? undefined : (first ?? element);
  return { name: nameOf(element), complaint: before === undefined ? undefined : complaintOf(before), isRound };
}

function focusedElement(): Element {
  let element = document.activeElement ?? document.body;
  for (let inner = element.shadowRoot?.activeElement; inner; inner = element.shadowRoot?.activeElement) element = inner;
  return element;
}

/** An element and what is in it; of a custom element all of its inside, wherever in it the focus is. */
function partsOf(element: Element): Stop['parts'] {
  const root = element.getRootNode();
  const owner = root instanceof ShadowRoot ? root.host : element;
  const inside = owner.shadowRoot === null ? [] : elementsBelow(owner.shadowRoot);
  return [owner, ...inside, ...elementsBelow(owner)].map((part) => ({ part, focused: linesOf(part) }));
}

function complaintOf({ element, name, parts }: Stop): string | undefined {
  if (element === document.body || element === focusedElement()) return undefined;
  const there = parts.filter(({ part }) => part.isConnected);
  const contrasts = there.flatMap(({ part, focused }) => {
    const blurred = linesOf(part);
    return [...focused].filter(([kind, line]) => blurred.get(kind) !== line).map(([, line]) => contrastOf(line, part));
  });
  if (contrasts.length === 0) return `no focus is seen on ${name}`;
  const best = Math.max(...contrasts);
  return best >= least ? undefined : `the focus on ${name} is faint, ${best.toFixed(2)}`;
}

/** A line's contrast with what is inside of it, or around it if that is more: one of the two makes it seen. */
function contrastOf(line: string, part: Element): number {
  const root = part.getRootNode();
  const around = parentOf(root instanceof ShadowRoot ? root.host : part);
  const { left, top, right, bottom } = boxOf(part);
  const middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
  const outside = { x: left - 3, y: top - 3 };
  const grounds = [groundAt(part, middle), groundAt(part instanceof SVGElement ? part : (around ?? part), outside)];
  const ink = parseColour(/(rgba?|color)\([^)]*\)/.exec(line)?.[0] ?? line);
  return Math.max(...grounds.map((ground) => contrast(over(ink, ground), ground)));
}

function linesOf(part: Element): Lines {
  const style = getComputedStyle(part);
  const of = (name: string): string => style.getPropertyValue(name);
  const isThere = (name: string): boolean => of(`${name}-style`) !== 'none' && of(`${name}-width`) !== '0px';
  const lines = ['outline', 'border-top', 'border-right', 'border-bottom', 'border-left']
    .filter(isThere)
    .map((name) => [name, `${of(`${name}-width`)} ${of(`${name}-color`)}`] as const);
  const shadow = of('box-shadow') === 'none' ? [] : [['box-shadow', of('box-shadow')] as const];
  const isDrawn = part instanceof SVGElement && of('stroke') !== 'none';
  const stroke = ['stroke-width', 'stroke-dasharray', 'stroke'].map(of).join(' ');
  return new Map([...lines, ...shadow, ...(isDrawn ? [['stroke', stroke] as const] : [])]);
}
