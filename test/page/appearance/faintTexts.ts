import { contrast, faded, over, parseColour } from './colour';
import { forgetShapes, groundAt, opacityOf, type Point } from './ground';
import { boxOf, type Box } from './box';
import { shownTexts } from './shownTexts';
import { elementsBelow, isShown, nameOf, upwards } from './tree';

const least = 4.5;

/** Texts whose contrast with what they stand on is too low (WCAG 2.1, 1.4.3); of what is disabled nothing is asked there. */
export function faintTexts(selector = 'body'): readonly string[] {
  forgetShapes();
  const roots = [...document.querySelectorAll(selector)];
  const texts = roots.flatMap((root) => shownTexts(root));
  if (texts.length === 0) return [`There is no text in "${selector}".`];
  return [
    ...texts.flatMap(({ element, words, lines }) =>
      lines.slice(0, 1).flatMap((line) => complaint({ element, words, colour: inkOf(element), line })),
    ),
    ...roots.flatMap((root) => elementsBelow(root)).flatMap(fieldComplaint),
  ];
}

interface Written {
  readonly element: Element;
  readonly words: string;
  readonly colour: string;
  readonly line: Box;
}

function complaint({ element, words, colour, line }: Written): readonly string[] {
  if (isDisabled(element)) return [];
  const ink = faded(parseColour(colour), opacityOf(element));
  const found = pointsOf(line).map((point) => {
    const ground = groundAt(element, point);
    return contrast(over(ink, ground), ground);
  });
  const lowest = Math.min(...found);
  return lowest >= least ? [] : [`faint, ${lowest.toFixed(2)}: “${words}” in ${nameOf(element)}`];
}

function inkOf(element: Element): string {
  const { color, fill } = getComputedStyle(element);
  return element instanceof SVGElement ? fill : color;
}

/** What native fields show is in no text node. */
function fieldComplaint(element: Element): readonly string[] {
  const isField = element instanceof HTMLInputElement || element instanceof HTMLSelectElement;
  if (!isField || !isShown(element) || element.type === 'range') return [];
  const isHint = element.value === '';
  const { color } = getComputedStyle(element, isHint ? '::placeholder' : null);
  return complaint({ element, words: isHint ? 'placeholder' : element.value, colour: color, line: boxOf(element) });
}

function isDisabled(element: Element): boolean {
  return upwards(element).some((each) => each.matches('[disabled], [aria-disabled="true"]'));
}

function pointsOf({ left, top, right, bottom }: Box): readonly Point[] {
  return [0.02, 0.5, 0.98].map((part) => ({ x: left + part * (right - left), y: (top + bottom) / 2 }));
}
