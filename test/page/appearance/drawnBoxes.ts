import { boxOf, inked, type Box } from './box';
import { isShown } from './tree';

/** A box of the graph, with what stands in it. */
export interface DrawnBox {
  readonly element: Element;
  readonly name: string;
  /** Its card's edge, or its circle; others are texts alone. */
  readonly outline: Box | undefined;
  /** Other boxes lie in it. */
  readonly holds: boolean;
  readonly texts: readonly Label[];
  /** Small things upon it that no text may lie under. */
  readonly marks: readonly Box[];
}

export interface Label {
  readonly element: Element;
  readonly name: string;
  readonly box: Box;
}

const holders = '.frame:not(.card), .open, .run';

/** The boxes of the graph, or of both that are compared. */
export function drawnBoxes(): readonly DrawnBox[] {
  return [...document.querySelectorAll('#graph .box')].map((element) => {
    const outline = element.querySelector(':scope > .frame, :scope > .plus');
    const name = element.getAttribute('data-subject') ?? element.getAttribute('class') ?? '';
    const texts = [...element.querySelectorAll('text')].filter((text) => isShown(text) && text.textContent !== '');
    return {
      ...{ element, name, outline: outline === null ? undefined : boxOf(outline), holds: element.matches(holders) },
      texts: texts.map((text) => ({
        element: text,
        name: `“${text.textContent}” of ${name}`,
        box: inked(boxOf(text)),
      })),
      marks: [...element.querySelectorAll(':scope > .sign circle, :scope > .badge circle, :scope > .opener .chevron')].map(boxOf), // prettier-ignore
    };
  });
}
