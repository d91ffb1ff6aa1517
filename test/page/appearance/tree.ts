/** The parent in the page as it is drawn: through slots, and out of shadow trees. */
export function parentOf(node: Node): Element | null {
  const slot = node instanceof Element || node instanceof Text ? node.assignedSlot : null;
  if (slot !== null) return slot;
  if (node.parentNode instanceof ShadowRoot) return node.parentNode.host;
  return node.parentNode instanceof Element ? node.parentNode : null;
}

/** An element, its parent and so on, as the page is drawn. */
export function upwards(element: Element | null): readonly Element[] {
  const found: Element[] = [];
  for (let at = element; at !== null; at = parentOf(at)) found.push(at);
  return found;
}

/** Whether an element is another, or lies in it. */
export function isWithin(inner: Element, outer: Element): boolean {
  return upwards(inner).includes(outer);
}

/** All elements below one, those of shadow trees included. */
export function elementsBelow(root: Element | ShadowRoot): readonly Element[] {
  return [...root.querySelectorAll('*')].flatMap((element) =>
    element.shadowRoot === null ? [element] : [element, ...elementsBelow(element.shadowRoot)],
  );
}

export function isShown(element: Element): boolean {
  return element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
}

/** `button#train.primary`, of custom elements' insides with their host's name before it. */
export function nameOf(element: Element): string {
  const classes = [...element.classList].map((name) => `.${name}`).join('');
  const id = element.id === '' ? '' : `#${element.id}`;
  const root = element.getRootNode();
  const host = root instanceof ShadowRoot ? `${nameOf(root.host)} ` : '';
  return `${host}${element.tagName.toLowerCase()}${id}${classes}`;
}
