import { mark, type Mark } from '../mark';
import { join } from './joinNode';
import type { Point } from './layoutScene';
import type { PlacedBox } from './placeScene';
import type { Look, Row } from './scene';
import { frameTitle } from './stageScene';
import { inset, type } from './textWidth';

type Draw = (box: PlacedBox) => readonly Mark[];

const draws: Readonly<Record<Look, Draw>> = {
  unit: () => [],
  fork: ({ width }) => [mark('circle', { class: 'dot', cx: width / 2, cy: width / 2, r: width / 2 })],
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
    mark('text', { class: 'text', x: spine + 8, y: height / 2, dy: '0.35em' }, [node.content.rows[0]?.text ?? '']),
  ],
  join: drawJoin,
};

/** A box at the origin of its own group, which is moved to its place afterwards; its value is empty. */
export function boxMark(box: PlacedBox): Mark {
  const { look } = box.node;
  return mark('g', { class: `box ${look}` }, [...draws[look](box), ...valueText(box)]);
}

function frameRect({ width, height }: PlacedBox, radius: number): Mark {
  return mark('rect', { class: 'frame', width, height, rx: radius });
}

function drawCard(box: PlacedBox): Mark[] {
  const { content } = box.node;
  const rows = content.rows.map((row, index) =>
    textRow(row, { x: inset.x, y: inset.y + type.row * (index + 0.5), anchor: 'start' }),
  );
  const bar = mark('rect', {
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

function drawChevron({ node, width }: PlacedBox): Mark {
  return chevron({ x: width - inset.x - 4, y: inset.y + type.row / 2 }, node.look === 'card' ? 'down' : 'up');
}

/** A chevron with its middle at a point; what is around it takes clicks as well. */
function chevron({ x, y }: Point, to: 'up' | 'down'): Mark {
  const d = to === 'up' ? `M${x - 4} ${y + 2}l4 -4l4 4` : `M${x - 4} ${y - 2}l4 4l4 -4`;
  const around = mark('rect', {
    class: 'reach',
    x: x - reach,
    y: y - reach,
    width: 2 * reach,
    height: 2 * reach,
    rx: 4,
  });
  return mark('g', { class: 'opener' }, [around, mark('path', { class: 'chevron', d })]);
}

/** A stage's frame, its title on the upper edge where the branch enters. */
function drawFrame({ node, width, height, spine }: PlacedBox): Mark[] {
  const [row] = node.content.rows;
  const text = row === undefined ? [] : [textRow(row, { x: spine, y: frameTitle, anchor: 'middle' })];
  const half = Math.min(spine, width - spine) - 14;
  return [
    mark('rect', { class: 'frame', y: frameTitle, width, height: height - frameTitle, rx: 10 }),
    mark('rect', { class: 'title', x: spine - half, width: 2 * half, height: 2 * frameTitle, rx: frameTitle }),
    ...text,
    chevron({ x: spine + half - 16, y: frameTitle }, 'up'),
  ];
}

/** A bracket at the left of a run's blocks, in the stage's own margin. */
function drawBracket({ height }: PlacedBox): Mark[] {
  const area = mark('rect', { class: 'reach', x: -12, width: 12, height });
  return [mark('g', { class: 'opener' }, [area, mark('path', { class: 'bracket', d: bracketPath(height) })])];
}

/** The bracket's line for blocks of this height together. */
export function bracketPath(height: number): string {
  return `M-2 4H-4Q-7 4 -7 7V${height - 7}Q-7 ${height - 4} -4 ${height - 4}H-2`;
}

function drawJoin({ node, spine, height }: PlacedBox): Mark[] {
  const { radius } = join;
  const arm = radius - 4;
  const cross = `M${spine - arm} ${radius}h${2 * arm}M${spine} ${radius - arm}v${2 * arm}`;
  const [row] = node.content.rows;
  const after =
    row === undefined
      ? []
      : [
          mark('path', { class: 'edge flow', d: `M${spine} ${2 * radius}V${height}` }),
          mark('text', { class: 'text after', x: spine - 9, y: height - 6, 'text-anchor': 'end' }, [row.text ?? '']),
        ];
  return [
    mark('circle', { class: 'plus', cx: spine, cy: radius, r: radius }),
    mark('path', { class: 'cross', d: cross }),
    ...after,
  ];
}

function centredText({ node, width, height }: PlacedBox, y: number): Mark[] {
  return node.content.rows.map((row) => textRow(row, { x: width / 2, y: Math.min(y, height), anchor: 'middle' }));
}

interface TextPlace {
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'middle';
}

function textRow({ strong, text }: Row, { x, y, anchor }: TextPlace): Mark {
  const spans = [
    ...(strong === undefined ? [] : [mark('tspan', { class: 'strong' }, [strong])]),
    ...(text === undefined ? [] : [mark('tspan', strong === undefined ? {} : { dx: type.gap }, [text])]),
  ];
  return mark('text', { class: 'text', x, y, dy: '0.35em', 'text-anchor': anchor }, spans);
}

/** Where a box's number stands: in its last row, or under what stands on a shortcut's path; nothing where it has none. */
function valueText(box: PlacedBox): Mark[] {
  const { valued, shortcutOf } = box.node.content;
  if (valued) return [ownValue(box)];
  return shortcutOf === undefined ? [] : [carriedValue(box)];
}

function carriedValue({ spine, height }: PlacedBox): Mark {
  return mark('text', { class: 'text value carried', x: spine + 8, y: height + 9, dy: '0.35em' });
}

function ownValue({ node, width }: PlacedBox): Mark {
  const y = inset.y + type.row * (node.content.rows.length - 0.5);
  return mark('text', { class: 'text value', x: width - inset.x, y, dy: '0.35em', 'text-anchor': 'end' });
}
