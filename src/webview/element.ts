import type { Attributes, Mark } from '../drawing/mark';

const svgNamespace = 'http://www.w3.org/2000/svg';

/** An SVG element with attributes and children. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  children: readonly (Node | string)[] = [],
): SVGElementTagNameMap[K] {
  const made = document.createElementNS(svgNamespace, tag);
  setAttributes(made, attributes);
  made.append(...children);
  return made;
}

/** The SVG node of a mark, or of a text. */
export function svgOf(child: Mark | string): SVGElement | string {
  if (typeof child === 'string') return child;
  const made = document.createElementNS(svgNamespace, child.tag);
  setAttributes(made, child.attributes);
  made.append(...child.children.map(svgOf));
  return made;
}

/** An HTML element with attributes and children. */
export function html<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  children: readonly (Node | string)[] = [],
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  setAttributes(made, attributes);
  made.append(...children);
  return made;
}

/** One of the toolkit's custom elements. */
export function control(
  tag: `vscode-${string}`,
  attributes: Attributes,
  children: readonly (Node | string)[] = [],
): HTMLElement {
  const made = document.createElement(tag);
  setAttributes(made, attributes);
  made.append(...children);
  return made;
}

/** Sets each attribute whose value differs. */
export function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    const text = String(value);
    if (element.getAttribute(name) !== text) element.setAttribute(name, text);
  }
}

/** Sets the text where it differs. */
export function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** The toolkit's button with a text. */
export function button(attributes: Attributes, label: string, pressed: () => void): HTMLElement {
  const made = control('vscode-button', attributes, [label]);
  made.addEventListener('click', pressed);
  return made;
}

/** The toolkit's button with a 16×16 line drawing; its label is for the tip and for screen readers. */
export function iconButton(
  { id, label, icon }: { readonly id: string; readonly label: string; readonly icon: string },
  pressed: () => void,
): HTMLElement {
  const size = { width: 16, height: 16, viewBox: '0 0 16 16' };
  const drawing = svg('svg', { ...size, class: 'icon', 'aria-hidden': 'true' }, [svg('path', { d: icon })]);
  const made = control('vscode-button', { id, appearance: 'icon', 'aria-label': label, title: label }, [drawing]);
  made.addEventListener('click', pressed);
  return made;
}
