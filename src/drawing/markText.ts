import type { Mark } from './mark';

/** Elements of HTML that have no end. */
const endless: ReadonlySet<string> = new Set(['meta']);

/** A mark as text that XML and HTML read alike; every text and value in it is escaped. */
export function markText({ tag, attributes, children }: Mark): string {
  const inside = Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(valueText(value))}"`);
  const start = `<${tag}${inside.join('')}>`;
  if (endless.has(tag)) return start;
  return `${start}${children.map((child) => (typeof child === 'string' ? escaped(child) : markText(child))).join('')}</${tag}>`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** A text without what has a meaning in markup, and without the characters that XML has no place for. */
export function escaped(text: string): string {
  return text.replaceAll(noXml, '�').replaceAll(/[&<>"]/g, (found) => entities[found] ?? '');
}

/** Control characters, halves of surrogate pairs, and the two that are no characters. */
const noXml = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu;

/** To hundredths: more is not to be seen. */
function valueText(value: string | number): string {
  return typeof value === 'number' ? String(Math.round(100 * value) / 100) : value;
}
