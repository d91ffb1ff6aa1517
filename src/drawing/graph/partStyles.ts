import type { Attributes } from '../mark';
import type { Colours } from '../colours';
import { type } from './textWidth';

/** Presentation attributes by part (`frame`), or by look and part (`terminal/frame`), which come over the part's own. */
export type PartStyles = Readonly<Record<string, Attributes>>;

const dashes = { 'stroke-dasharray': '6 4' };
const dots = { 'stroke-dasharray': '1.5 4', 'stroke-linecap': 'round' };

/** How each part of a graph looks in a file. They are attributes, since many programs that open SVG know no style sheets. */
export function partStyles(colours: Colours): PartStyles {
  return { ...boxStyles(colours), ...lineStyles(colours) };
}

function boxStyles({ ground, ink, faint, line, edge, card, stage, fault, ...own }: Colours): PartStyles {
  return {
    frame: { fill: card, stroke: edge, 'stroke-width': 1 },
    'frame/frame': { fill: stage },
    title: { fill: ground, stroke: edge, 'stroke-width': 1 },
    'terminal/frame': { fill: ground, stroke: line },
    'projection/frame': { stroke: own.projection, 'stroke-dasharray': '4 3' },
    'padded/frame': { stroke: own.padded, 'stroke-dasharray': '1.5 3', 'stroke-linecap': 'round' },
    'scaled/frame': { stroke: own.scaled },
    'gated/frame': { stroke: own.gated, 'stroke-dasharray': '4 3' },
    'dropout/frame': { stroke: own.dropout },
    text: { fill: faint, 'font-size': type.text },
    strong: { fill: ink, 'font-size': type.strong, 'font-weight': 600 },
    value: { fill: ink, 'font-size': 12.5, 'font-weight': 600 },
    'note/text': { fill: own.identity },
    dot: { fill: line },
    plus: { fill: ground, stroke: line, 'stroke-width': 1.4 },
    cross: { fill: 'none', stroke: ink, 'stroke-width': 1.4, 'stroke-linecap': 'round' },
    'badge-ground': { fill: fault, stroke: ground, 'stroke-width': 1.5 },
    'badge-sign': { fill: 'none', stroke: ground, 'stroke-width': 2.4, 'stroke-linecap': 'round' },
    bracket: { fill: 'none', stroke: line, 'stroke-width': 1.2 },
  };
}

function lineStyles({ line, identity, projection, padded, scaled, gated, dropout }: Colours): PartStyles {
  const ways = { identity, projection, padded, scaled, gated, dropout };
  const rows = Object.entries(ways).flatMap(([look, stroke]): [string, Attributes][] => [
    [`${look}/edge`, { stroke, 'stroke-width': 2 }],
    [`${look}/head`, { fill: stroke }],
  ]);
  return {
    edge: { fill: 'none', stroke: line, 'stroke-width': 1.5 },
    head: { fill: line },
    band: { fill: 'none', 'stroke-width': 9 },
    ...Object.fromEntries(rows),
    'projection/edge': { stroke: projection, 'stroke-width': 2, ...dashes },
    'gated/edge': { stroke: gated, 'stroke-width': 2, ...dashes },
    'padded/edge': { stroke: padded, 'stroke-width': 2, ...dots },
  };
}

/** The attributes of an element of these classes within a look. */
export function styleOf(classes: readonly string[], look: string, styles: PartStyles): Attributes {
  const rows = [...classes, ...classes.map((part) => `${look}/${part}`)].map((name) => styles[name] ?? {});
  return rows.reduce<Attributes>((sum, row) => ({ ...sum, ...row }), {});
}
