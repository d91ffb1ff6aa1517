import { encloses, overlap, type Box } from './box';
import { drawnBoxes, type DrawnBox, type Label } from './drawnBoxes';

/** What lies upon each other in the graph: cards, texts, texts and cards of others, texts and lines; and texts that leave their card. */
export function drawingFaults(): readonly string[] {
  const boxes = drawnBoxes();
  const texts = boxes.flatMap((box) => box.texts);
  return [
    ...pairs(boxes).filter(collide).map(([a, b]) => `cards overlap: ${a.name} and ${b.name}`), // prettier-ignore
    ...pairs(texts).filter(([a, b]) => overlap(a.box, b.box)).map(([a, b]) => `texts overlap: ${a.name} and ${b.name}`), // prettier-ignore
    ...boxes.flatMap((box) => texts.filter((text) => isUnder(text, box)).map((text) => `${text.name} lies on ${box.name}`)), // prettier-ignore
    ...boxes.flatMap((box) => box.texts.filter((text) => leaves(text, box)).map((text) => `${text.name} leaves its card`)), // prettier-ignore
    ...boxes.flatMap(({ marks, name }) => touched(marks, texts).map((text) => `${text.name} lies under a mark of ${name}`)), // prettier-ignore
    ...boxes.flatMap(misnamed),
    ...linesThrough(boxes.filter(({ element }) => !element.matches('.frame')).flatMap((box) => box.texts.filter((text) => isBeside(text, box)))), // prettier-ignore
  ];
}

function pairs<T>(all: readonly T[]): readonly (readonly [T, T])[] {
  return all.flatMap((one, index) => all.slice(index + 1).map((other) => [one, other] as const));
}

function collide([a, b]: readonly [DrawnBox, DrawnBox]): boolean {
  if (a.outline === undefined || b.outline === undefined || !overlap(a.outline, b.outline)) return false;
  return !(a.holds && encloses(a.outline, b.outline)) && !(b.holds && encloses(b.outline, a.outline));
}

/** Whether a text lies on a card of another box; in a box that holds its own, it may. */
function isUnder(text: Label, { element, outline, holds }: DrawnBox): boolean {
  if (outline === undefined || element.contains(text.element) || !overlap(text.box, outline)) return false;
  return !(holds && encloses(outline, text.box)) && text.element.closest('.sign') === null;
}

/** What stands beside its box on purpose: numbers at lines, signs on a corner, the title on a stage's edge. */
function isBeside({ element }: Label, box: DrawnBox): boolean {
  return box.outline === undefined || element.matches('.carried, .after, .sign text') || box.element.matches('.box.frame'); // prettier-ignore
}

function leaves(text: Label, box: DrawnBox): boolean {
  return box.outline !== undefined && !isBeside(text, box) && !encloses(box.outline, text.box);
}

/** Who sees a card's bold text and says it, or hears the card's name, is to mean the same. */
function misnamed({ element, name }: DrawnBox): readonly string[] {
  const bold = element.querySelector(':scope > .text .strong')?.textContent ?? '';
  const label = element.getAttribute('aria-label');
  return label === null || label.includes(bold) ? [] : [`${name} shows “${bold}” and is named “${label}”`];
}

function touched(marks: readonly Box[], texts: readonly Label[]): readonly Label[] {
  return texts.filter(({ element, box }) => element.closest('.sign') === null && marks.some((mark) => overlap(mark, box))); // prettier-ignore
}

/** Lines that go through texts which have no card of their own under them. */
function linesThrough(texts: readonly Label[]): readonly string[] {
  const free = texts.filter(({ element }) => element.closest('.sign') === null);
  return [...document.querySelectorAll<SVGPathElement>('#graph path.edge')].flatMap((line) => {
    const points = pointsOf(line);
    return free.filter(({ box }) => points.some((point) => isIn(point, box))).map(({ name }) => `a line goes through ${name}`); // prettier-ignore
  });
}

const stride = 4;

function pointsOf(line: SVGPathElement): readonly DOMPoint[] {
  const matrix = line.getScreenCTM();
  if (matrix === null) return [];
  const count = Math.ceil(line.getTotalLength() / stride);
  return Array.from({ length: count }, (_, index) => line.getPointAtLength(index * stride).matrixTransform(matrix));
}

function isIn({ x, y }: DOMPoint, { left, top, right, bottom }: Box): boolean {
  return x > left && x < right && y > top && y < bottom;
}
