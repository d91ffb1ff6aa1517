import { firstWhere } from '../../protocol/firstWhere';
import type { PlacedBox, PlacedEdge, PlacedScene } from '../../drawing/graph/placeScene';
import type { Look } from '../../drawing/graph/scene';
import type { Both } from './side';

/** What stands on the way from the image to the logits; what is beside it goes with it. */
const spine: ReadonlySet<Look> = new Set(['terminal', 'frame', 'card', 'open', 'layer', 'join']);

/** A row of a drawing: the height at which it is seen, and that from which on the drawing moves to bring it elsewhere. */
interface Row {
  readonly at: number;
  readonly cut: number;
}

/** From a height on everything is so much lower. */
interface Cut {
  readonly from: number;
  readonly by: number;
}

/**
 * Moves the rows of two drawings apart until what stands for each other is at one height; nothing changes its order.
 * `partnersOf` gives the ids of what may stand for a box of the left drawing on the right.
 */
export function alignRows(scenes: Both<PlacedScene>, partnersOf: (id: string) => readonly string[]): Both<PlacedScene> {
  const cuts: Both<Cut[]> = { left: [], right: [] };
  let passed: Both<Row> = { left: start, right: start };
  for (const pair of pairedRows(scenes, partnersOf)) {
    const by = seenAt(pair.left, cuts.left) - seenAt(pair.right, cuts.right);
    const late = by < 0 ? 'left' : 'right';
    if (by !== 0) cuts[late].push(cutAbove(pair[late], passed[late], (cuts[late].at(-1)?.by ?? 0) + Math.abs(by)));
    passed = pair;
  }
  return { left: stretched(scenes.left, cuts.left), right: stretched(scenes.right, cuts.right) };
}

const start: Row = { at: -Infinity, cut: -Infinity };

function seenAt({ at }: Row, cuts: readonly Cut[]): number {
  return at + (cuts.at(-1)?.by ?? 0);
}

/** Above all of the row, unless a row that has found its place already is there. */
function cutAbove({ at, cut }: Row, passed: Row, by: number): Cut {
  return { from: cut > passed.at ? cut : at, by };
}

/** From top to bottom; a pair that would cross an earlier one is left out. */
function pairedRows({ left, right }: Both<PlacedScene>, partnersOf: (id: string) => readonly string[]): Both<Row>[] {
  const [rows, others] = [rowsOf(left), rowsOf(right)];
  const pairs = [...rows].flatMap(([id, row]) => {
    const partner = partnersOf(id).find((some) => others.has(some));
    const other = partner === undefined ? undefined : others.get(partner);
    return other === undefined ? [] : [{ left: row, right: other }];
  });
  let last = -Infinity;
  return pairs
    .sort((a, b) => a.left.at - b.left.at)
    .filter(({ right: { at } }) => {
      const inOrder = at >= last;
      if (inOrder) last = at;
      return inOrder;
    });
}

function rowsOf({ boxes }: PlacedScene): ReadonlyMap<string, Row> {
  const units = new Map(boxes.filter(({ node }) => node.look === 'unit').map((box) => [box.node.id, box.y]));
  const rows = boxes.filter(({ node }) => spine.has(node.look));
  return new Map(rows.map(({ node: { id }, y }) => [id, { at: y, cut: units.get(`${id}/unit`) ?? y }]));
}

function stretched(scene: PlacedScene, cuts: readonly Cut[]): PlacedScene {
  const move = (y: number): number => y + movedBy(y, cuts);
  const box = (placed: PlacedBox): PlacedBox => {
    const y = move(placed.y);
    return { ...placed, y, height: move(placed.y + placed.height) - y };
  };
  const edge = (placed: PlacedEdge): PlacedEdge => ({
    ...placed,
    points: placed.points.map(({ x, y }) => ({ x, y: move(y) })),
  });
  return { ...scene, height: move(scene.height), boxes: scene.boxes.map(box), edges: scene.edges.map(edge) };
}

/** Heights are compared with some slack, since they are sums. */
const slack = 0.5;

/** By the last cut at or above a height. */
function movedBy(y: number, cuts: readonly Cut[]): number {
  const next = firstWhere(cuts.length, (index) => (cuts[index]?.from ?? Infinity) <= y + slack);
  return cuts[next - 1]?.by ?? 0;
}
