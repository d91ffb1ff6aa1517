import { mark, type Attributes, type Mark } from '../mark';
import type { Shade } from './palette';
import { styleOf, type PartStyles } from './partStyles';

/** What an element of the graph takes its looks from. */
export interface Wearing {
  readonly styles: PartStyles;
  /** Of the box or edge that it is a part of. */
  readonly look: string;
  readonly shade: Shade | undefined;
  /** The number on the box, empty where there is none. */
  readonly value: string;
}

/** Looks whose card wears the tint; an open one has it as a bar. */
const tinted: readonly string[] = ['card', 'layer', 'projection', 'scaled', 'gated', 'dropout'];

/** What only serves a pointer. */
const forPointer: readonly string[] = ['reach', 'chevron'];

/** An element with its looks as attributes in place of its classes; nothing for what has no place in a picture. */
export function styled({ tag, attributes, children }: Mark, wearing: Wearing): Mark[] {
  const { class: names = '', ...rest } = attributes;
  const classes = String(names).split(' ');
  if (classes.some((name) => forPointer.includes(name))) return [];
  if (isUnseen(classes, wearing)) return [];
  if (classes.includes('value')) return wearing.value === '' ? [] : [mark(tag, { ...rest, ...looksOf(classes, wearing) }, [wearing.value])]; // prettier-ignore
  const inside = styledAll(children, wearing);
  if (tag === 'g' && inside.length === 0) return [];
  return [mark(tag, { ...tidied(rest), ...looksOf(classes, wearing) }, inside)];
}

/** The bar of what isn't open, and whatever only carries a tint where there is none. */
function isUnseen(classes: readonly string[], { look, shade }: Wearing): boolean {
  if (classes.includes('bar')) return look !== 'open' || shade === undefined;
  return classes.includes('band') && shade === undefined;
}

/** The same of several, and texts as they are. */
export function styledAll(children: Mark['children'], wearing: Wearing): (Mark | string)[] {
  return children.flatMap<Mark | string>((child) => (typeof child === 'string' ? [child] : styled(child, wearing)));
}

function looksOf(classes: readonly string[], { styles, look, shade }: Wearing): Attributes {
  const own = styleOf(classes, look, styles);
  if (shade === undefined) return own;
  if (classes.includes('bar')) return { fill: shade.fill };
  if (classes.includes('band')) return { ...own, stroke: shade.fill };
  if (!tinted.includes(look) || classes.includes('carried')) return own;
  if (classes.includes('frame')) return { ...own, fill: shade.fill };
  return 'font-size' in own ? { ...own, fill: shade.ink } : own;
}

/** Paths with two decimals, and no marker where there is none. */
function tidied({ 'marker-end': head = 'none', ...rest }: Attributes): Attributes {
  const path = typeof rest['d'] === 'string' ? { d: rest['d'].replaceAll(/\d+\.\d{3,}/g, (digits) => String(Number(Number(digits).toFixed(2)))) } : {}; // prettier-ignore
  return { ...rest, ...path, ...(head === 'none' ? {} : { 'marker-end': head }) };
}
