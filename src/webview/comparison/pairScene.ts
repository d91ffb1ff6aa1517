import type { PlacedBox, PlacedScene } from '../../drawing/graph/placeScene';
import type { BoxDifference } from '../../drawing/graph/scene';
import type { Size } from '../architecture/viewport';
import { alignRows } from './alignRows';
import type { Parts } from './parts';
import { forBoth, type Both } from './side';

/** Two drawings in one system of coordinates. */
export interface PairScene {
  readonly scenes: Both<PlacedScene>;
  readonly size: Size;
  /** The left edge and width of each drawing. */
  readonly columns: Both<{ readonly x: number; readonly width: number }>;
}

/** Between the two drawings, in px. */
const gap = 48;

/** Puts two drawings beside each other, what stands for each other at one height, differences marked. */
export function pairScene(scenes: Both<PlacedScene>, parts: Both<Parts>): PairScene {
  const aligned = alignRows(scenes, (id) => parts.left.get(id)?.partners ?? []);
  const start = aligned.left.width + gap;
  const moved: Both<PlacedScene> = { left: aligned.left, right: shifted(aligned.right, start) };
  const { left, right } = moved;
  return {
    scenes: forBoth((side) => withDifferences(moved[side], parts[side])),
    size: { width: start + right.width, height: Math.max(left.height, right.height) },
    columns: { left: { x: 0, width: left.width }, right: { x: start, width: right.width } },
  };
}

function shifted(scene: PlacedScene, by: number): PlacedScene {
  return {
    ...scene,
    boxes: scene.boxes.map((box) => ({ ...box, x: box.x + by })),
    edges: scene.edges.map((edge) => ({ ...edge, points: edge.points.map(({ x, y }) => ({ x: x + by, y })) })),
  };
}

function withDifferences(scene: PlacedScene, parts: Parts): PlacedScene {
  return { ...scene, boxes: scene.boxes.map((box) => withDifference(box, parts)) };
}

/** Around others a sign would say again what stands inside. */
function withDifference(box: PlacedBox, parts: Parts): PlacedBox {
  const { content, look } = box.node;
  const difference = look === 'frame' || look === 'run' ? undefined : differenceOf(content.subject, parts);
  return difference === undefined ? box : { ...box, node: { ...box.node, content: { ...content, difference } } };
}

function differenceOf(subject: string | undefined, parts: Parts): BoxDifference | undefined {
  const { change = 'same', what = [] } = parts.get(subject ?? '') ?? {};
  return change === 'same' ? undefined : { change, words: [change, ...what].join(', ') };
}
