import { boxOf, inked, isEmpty, overlap, seenPart, type Box } from './box';
import { shownTexts } from './shownTexts';
import { elementsBelow, isShown, isWithin, nameOf, upwards } from './tree';

/** Something that nothing may lie upon. */
interface Solid {
  readonly element: Element;
  readonly name: string;
  readonly box: Box;
  /** What floats above the rest covers it on purpose; only what is in one layer is compared. */
  readonly layer: Element | undefined;
}

const controls = 'button, input, select, canvas, vscode-button, vscode-checkbox, vscode-dropdown';

/** Texts and controls that lie upon each other, as far as they can be seen; what is in a drawing is another check's. */
export function overlaps(): readonly string[] {
  const solids = [...texts(), ...things()].filter(({ box }) => !isEmpty(box));
  return solids.flatMap((one, index) =>
    solids
      .slice(index + 1)
      .filter((other) => one.layer === other.layer && overlap(one.box, other.box) && !belong(one, other))
      .map((other) => `overlap: ${one.name} and ${other.name}`),
  );
}

function texts(): readonly Solid[] {
  return shownTexts()
    .filter(({ element }) => !(element instanceof SVGElement))
    .flatMap(({ element, words, lines }) =>
      lines.map((line) => solid(element, `“${words}” in ${nameOf(element)}`, inked(line))),
    );
}

function things(): readonly Solid[] {
  return elementsBelow(document.body)
    .filter((element) => (element.matches(controls) || isPicture(element)) && isShown(element))
    .map((element) => solid(element, nameOf(element), boxOf(element)));
}

/** A picture; what the user pans is a surface that lies under others. */
function isPicture(element: Element): boolean {
  return element instanceof SVGSVGElement && getComputedStyle(element).touchAction === 'auto';
}

function solid(element: Element, name: string, box: Box): Solid {
  return { element, name, box: seenPart(box, element), layer: upwards(element).find(floats) };
}

function floats(element: Element): boolean {
  const { position, zIndex } = getComputedStyle(element);
  return zIndex !== 'auto' && (position === 'absolute' || position === 'fixed');
}

function belong({ element: one }: Solid, { element: other }: Solid): boolean {
  return isWithin(one, other) || isWithin(other, one);
}
