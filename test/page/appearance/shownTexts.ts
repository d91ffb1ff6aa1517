import { isEmpty, type Box } from './box';
import { elementsBelow, isShown } from './tree';

/** A piece of text in the page. */
export interface ShownText {
  readonly element: Element;
  readonly words: string;
  /** One a line. */
  readonly lines: readonly Box[];
}

/** All texts that are drawn below an element, whether or not they are scrolled into sight. */
export function shownTexts(root: Element = document.body): readonly ShownText[] {
  return [root, ...elementsBelow(root)].filter((element) => isShown(element) && !isNoText(element)).flatMap(textsOf);
}

function isNoText({ tagName }: Element): boolean {
  return ['SCRIPT', 'STYLE', 'OPTION', 'TITLE'].includes(tagName.toUpperCase());
}

function textsOf(element: Element): readonly ShownText[] {
  return [...element.childNodes]
    .filter((node) => node instanceof Text && node.data.trim() !== '')
    .map((node) => ({ element, words: (node.textContent ?? '').trim().slice(0, 60), lines: linesOf(node) }))
    .filter(({ lines }) => lines.length > 0);
}

function linesOf(node: Node): readonly Box[] {
  const range = document.createRange();
  range.selectNodeContents(node);
  return [...range.getClientRects()].filter((line) => !isEmpty(line));
}
