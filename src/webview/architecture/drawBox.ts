import { join } from '../../drawing/graph/joinNode';
import { frameTitle } from '../../drawing/graph/stageScene';
import { setAttributes, svg } from '../element';
import type { Point } from '../../drawing/graph/layoutScene';
import type { PlacedBox } from '../../drawing/graph/placeScene';
import type { Look, Row } from '../../drawing/graph/scene';
import { inset, type } from '../../drawing/graph/textWidth';
import type { Size } from './viewport';

/** A box's element, and what of it changes without being drawn anew. */
export interface DrawnBox {
  readonly element: SVGGElement;
  /** Grows with an opening card. */
  readonly stretch: (size: Size) => void;
  readonly value: SVGTextElement | undefined;
}

type Draw = (box: PlacedBox) => readonly SVGElement[];

const draws: Readonly<Record<Look, Draw>> = {
  unit: () => [],
  fork: ({ width }) => [svg('circle', { class: 'dot', cx: width / 2, cy: width / 2, r: width / 2 })],
  frame: drawFrame,
  run: drawBracket,
  terminal: (box) => [frameRect(box, box.height / 2), ...centredText(box, box.height / 2)],
  card: drawCard,
  open: drawCard,
  layer: drawCard,
  projection: drawCard,
  padded: drawCard,
  scaled: drawCard,
  gated: drawCard,
  dropout: drawCard,
  note: ({ node, spine, height }) => [
    svg('text', { class: 'text', x: spine + 8, y: height / 2, dy: '0.35em' }, [node.content.rows[0]?.text ?? '']),
  ],
  join: drawJoin,
};

/** Draws one box at the origin of its own group; the group is moved to its place afterwards. */
export function drawBox(box: PlacedBox): DrawnBox {
  const { node } = box;
  const parts = draws[node.look](box);
  const value = valueText(box);
  const element = svg('g', { class: `box ${node.look}` }, value === undefined ? parts : [...parts, value]);
  return { element, value, stretch: (node.look === 'run' ? stretchBracket : stretchFrame)(element) };
}

type Stretch = (element: SVGGElement) => DrawnBox['stretch'];

const stretchFrame: Stretch = (element) => {
  const frame = element.querySelector(':scope > rect.frame');
  const top = Number(frame?.getAttribute('y') ?? 0);
  return ({ width, height }) => {
    if (frame !== null) setAttributes(frame, { width, height: height - top });
  };
};

function frameRect({ width, height }: PlacedBox, radius: number): SVGRectElement {
  return svg('rect', { class: 'frame', width, height, rx: radius });
}

function drawCard(box: PlacedBox): SVGElement[] {
  const { content } = box.node;
  const rows = content.rows.map((row, index) =>
    textRow(row, { x: inset.x, y: inset.y + type.row * (index + 0.5), anchor: 'start' }),
  );
  const bar = svg('rect', {
    class: 'bar',
    x: 3,
    y: 3,
    width: 5,
    height: 2 * inset.y + type.row * rows.length - 6,
    rx: 2,
  });
  const opener = content.opens ? [drawChevron(box)] : [];
  return [frameRect(box, 6), bar, ...rows, ...opener];
}

/** Half of the side of the square around a chevron that takes clicks. */
const reach = 13;

function drawChevron({ node, width }: PlacedBox): SVGElement {
  return chevron({ x: width - inset.x - 4, y: inset.y + type.row / 2 }, node.look === 'card' ? 'down' : 'up');
}

/** A chevron with its middle at a point; what is around it takes clicks as well. */
function chevron({ x, y }: Point, to: 'up' | 'down'): SVGGElement {
  const d = to === 'up' ? `M${x - 4} ${y + 2}l4 -4l4 4` : `M${x - 4} ${y - 2}l4 4l4 -4`;
  const around = svg('rect', {
    class: 'reach',
    x: x - reach,
    y: y - reach,
    width: 2 * reach,
    height: 2 * reach,
    rx: 4,
  });
  return svg('g', { class: 'opener' }, [around, svg('path', { class: 'chevron', d })]);
}

/** A stage's frame, its title on the upper edge where the branch enters. */
function drawFrame({ node, width, height, spine }: PlacedBox): SVGElement[] {
  const [row] = node.content.rows;
  const text = row === undefined ? [] : [textRow(row, { x: spine, y: frameTitle, anchor: 'middle' })];
  const half = Math.min(spine, width - spine) - 14;
  return [
    svg('rect', { class: 'frame', y: frameTitle, width, height: height - frameTitle, rx: 10 }),
    svg('rect', { class: 'title', x: spine - half, width: 2 * half, height: 2 * frameTitle, rx: frameTitle }),
    ...text,
    chevron({ x: spine + half - 16, y: frameTitle }, 'up'),
  ];
}

/** A bracket at the left of a run's blocks, in the stage's own margin. */
function drawBracket(): SVGElement[] {
  return [svg('g', { class: 'opener' }, [svg('rect', { class: 'reach', x: -12, width: 12 }), svg('path', { class: 'bracket' })])]; // prettier-ignore
}

const stretchBracket: Stretch = (element) => {
  const [area, line] = [element.querySelector('.reach'), element.querySelector('.bracket')];
  return ({ height }) => {
    if (area !== null) setAttributes(area, { height });
    if (line !== null)
      setAttributes(line, { d: `M-2 4H-4Q-7 4 -7 7V${height - 7}Q-7 ${height - 4} -4 ${height - 4}H-2` });
  };
};

function drawJoin({ node, spine, height }: PlacedBox): SVGElement[] {
  const { radius } = join;
  const arm = radius - 4;
  const cross = `M${spine - arm} ${radius}h${2 * arm}M${spine} ${radius - arm}v${2 * arm}`;
  const [row] = node.content.rows;
  const after =
    row === undefined
      ? []
      : [
          svg('path', { class: 'edge flow', d: `M${spine} ${2 * radius}V${height}` }),
          svg('text', { class: 'text after', x: spine - 9, y: height - 6, 'text-anchor': 'end' }, [row.text ?? '']),
        ];
  return [
    svg('circle', { class: 'plus', cx: spine, cy: radius, r: radius }),
    svg('path', { class: 'cross', d: cross }),
    ...after,
  ];
}

function centredText({ node, width, height }: PlacedBox, y: number): SVGElement[] {
  return node.content.rows.map((row) => textRow(row, { x: width / 2, y: Math.min(y, height), anchor: 'middle' }));
}

interface TextPlace {
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'middle';
}

function textRow({ strong, text }: Row, { x, y, anchor }: TextPlace): SVGTextElement {
  const spans = [
    ...(strong === undefined ? [] : [svg('tspan', { class: 'strong' }, [strong])]),
    ...(text === undefined ? [] : [svg('tspan', strong === undefined ? {} : { dx: type.gap }, [text])]),
  ];
  return svg('text', { class: 'text', x, y, dy: '0.35em', 'text-anchor': anchor }, spans);
}

/** Where a box's number stands: in its last row, or under what stands on a shortcut's path; nothing where it has none. */
function valueText(box: PlacedBox): SVGTextElement | undefined {
  const { valued, shortcutOf } = box.node.content;
  if (valued) return ownValue(box);
  return shortcutOf === undefined ? undefined : carriedValue(box);
}

function carriedValue({ spine, height }: PlacedBox): SVGTextElement {
  return svg('text', { class: 'text value carried', x: spine + 8, y: height + 9, dy: '0.35em' });
}

function ownValue({ node, width }: PlacedBox): SVGTextElement {
  const y = inset.y + type.row * (node.content.rows.length - 0.5);
  return svg('text', { class: 'text value', x: width - inset.x, y, dy: '0.35em', 'text-anchor': 'end' });
}
