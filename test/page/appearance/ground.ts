import { boxOf, type Box } from './box';
import { faded, over, parseColour, type Colour } from './colour';
import { isShown, upwards } from './tree';

const white: Colour = [255, 255, 255, 1];

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What an element stands on at a point of the window: its own and its ancestors' backgrounds, in a drawing the shapes below. */
export function groundAt(element: Element, point: Point): Colour {
  return [...paintsBelow(element, point), white].reduceRight((lower, upper) => over(upper, lower));
}

/** How opaque an element is, with all that it is in. */
export function opacityOf(element: Element): number {
  return upwards(element).reduce((product, each) => product * Number(getComputedStyle(each).opacity), 1);
}

/** Nearest first. */
function paintsBelow(element: Element, point: Point): readonly Colour[] {
  const drawing = element instanceof SVGElement ? outermost(element) : null;
  const shapes = drawing === null ? [] : shapesBelow(element, drawing, point);
  const backgrounds = upwards(drawing ?? element).map((each) =>
    faded(parseColour(getComputedStyle(each).backgroundColor), Number(getComputedStyle(each).opacity)),
  );
  return [...shapes, ...backgrounds];
}

function outermost(element: SVGElement): SVGSVGElement | null {
  return upwards(element).find((each) => each instanceof SVGSVGElement && each.ownerSVGElement === null) as SVGSVGElement | null; // prettier-ignore
}

interface Shape {
  readonly element: SVGGeometryElement;
  /** With room for its line. */
  readonly box: Box;
}

let known: { readonly drawing: SVGSVGElement; readonly shapes: readonly Shape[] } | undefined;

/** Drawings have changed: their shapes are to be read again. */
export function forgetShapes(): void {
  known = undefined;
}

function shapesOf(drawing: SVGSVGElement): readonly Shape[] {
  if (known?.drawing === drawing) return known.shapes;
  const elements = [...drawing.querySelectorAll('*')].filter((each) => each instanceof SVGGeometryElement);
  const shapes = elements
    .filter((each) => isShown(each) && each.closest('defs, marker') === null)
    .map((element) => ({ element, box: boxOf(element) }));
  known = { drawing, shapes };
  return shapes;
}

function shapesBelow(element: Element, drawing: SVGSVGElement, point: Point): readonly Colour[] {
  return shapesOf(drawing)
    .filter(({ box }) => isNear(box, point))
    .map((shape) => shape.element)
    .filter((shape) => (shape.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0)
    .reverse()
    .flatMap((shape) => paintsOf(shape, point));
}

const widestLine = 12;

function isNear({ left, top, right, bottom }: Box, { x, y }: Point): boolean {
  return x > left - widestLine && x < right + widestLine && y > top - widestLine && y < bottom + widestLine;
}

/** A shape's line and filling where they are at the point. */
function paintsOf(shape: SVGGeometryElement, { x, y }: Point): readonly Colour[] {
  const matrix = shape.getScreenCTM();
  if (matrix === null) return [];
  const at = new DOMPoint(x, y).matrixTransform(matrix.inverse());
  const { fill, stroke, fillOpacity, strokeOpacity } = getComputedStyle(shape);
  const opacity = opacityOf(shape);
  return [
    ...(isPaint(stroke) && shape.isPointInStroke(at)
      ? [faded(parseColour(stroke), opacity * Number(strokeOpacity))]
      : []),
    ...(isPaint(fill) && shape.isPointInFill(at) ? [faded(parseColour(fill), opacity * Number(fillOpacity))] : []),
  ];
}

function isPaint(paint: string): boolean {
  return /^(rgba?|color)\(/.test(paint);
}
