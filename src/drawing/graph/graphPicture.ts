import type { PictureUse } from '../../protocol/viewContract';
import { mark, type Mark } from '../mark';
import { markText } from '../markText';
import { boxMark } from './boxMarks';
import { colourings, type Colouring } from './colouring';
import { arrowHead, bandMark, edgeLooks, edgeMark } from './edgeMarks';
import { faultMark } from './faultMark';
import { graphLegend, graphTitle } from './graphCaption';
import { factsOf } from './hoverFacts';
import type { Point } from './layoutScene';
import type { Network, Subject } from './network';
import { partStyles } from './partStyles';
import type { PlacedBox, PlacedEdge, PlacedScene } from './placeScene';
import type { Look } from './scene';
import { styled, styledAll, type Wearing } from './styled';
import type { Wearer } from './tint';
import type { Tinting } from './tinting';
import type { TintLook } from './tintLook';

/** A graph as it is to be seen in a file. */
export interface GraphPicture {
  readonly title: string;
  readonly network: Network;
  /** All of it, whatever part a window shows. */
  readonly scene: PlacedScene;
  readonly tinting: Tinting;
  readonly look: TintLook;
  /** Fonts, as CSS lists them. */
  readonly fontFamily: string;
}

/** A picture's text with its size in px at scale 1. */
export interface SvgPicture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** Around the drawing, in px. */
const margin = 20;

/** The whole graph as SVG with a title, a legend and a tip on each box; texts are texts, and each element has its own style. */
export function graphSvg(picture: GraphPicture, use: PictureUse): SvgPicture {
  const colouring = colourings[use];
  const { scene, title, fontFamily } = picture;
  const head = graphTitle(picture, colouring.colours);
  const foot = graphLegend(picture, colouring);
  const width = Math.ceil(Math.max(scene.width, head.width, foot.width) + 2 * margin);
  const height = Math.ceil(head.height + scene.height + foot.height + 4 * margin);
  const at = (y: number, marks: readonly Mark[], x = margin): Mark => mark('g', { transform: `translate(${x} ${y})` }, marks); // prettier-ignore
  const below = head.height + 2 * margin;
  const attributes = { xmlns: 'http://www.w3.org/2000/svg', width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'font-family': fontFamily }; // prettier-ignore
  const svg = mark('svg', attributes, [
    mark('title', {}, [title]),
    mark('rect', { width, height, fill: colouring.colours.ground }),
    at(margin, head.marks),
    at(below, graphMarks(picture, colouring), (width - scene.width) / 2),
    at(below + scene.height + margin, foot.marks),
  ]);
  return { svg: markText(svg), width, height };
}

/** What lies under the edges, so that what it frames is over them. */
const behind: readonly Look[] = ['frame', 'run', 'open'];

function graphMarks(picture: GraphPicture, colouring: Colouring): Mark[] {
  const styles = partStyles(colouring.colours);
  const wear = (look: string, wearer: Wearer): Wearing => ({ styles, look, ...tintOf(wearer, picture, colouring) });
  const plain = (look: string): Wearing => wear(look, {});
  const { boxes, edges } = picture.scene;
  const solid = boxes.filter(({ node }) => node.look !== 'unit');
  const back = behind.flatMap((look) => solid.filter(({ node }) => node.look === look));
  const front = solid.filter(({ node }) => !behind.includes(node.look));
  const box = (placed: PlacedBox): Mark => boxIn(placed, picture, wear(placed.node.look, placed.node.content));
  return [
    mark(
      'defs',
      {},
      edgeLooks.flatMap((look) => styled(arrowHead(look), plain(look))),
    ),
    ...back.map(box),
    ...edges.flatMap((edge) => styled(bandMark(edge), wear(edge.look, carriedBy(edge)))),
    ...edges.flatMap((edge) => styled(edgeMark(edge), plain(edge.look))),
    ...front.map(box),
    ...faultIn(picture, plain('flow')),
  ];
}

function carriedBy({ shortcutOf }: PlacedEdge): Wearer {
  return { shortcutOf };
}

function boxIn({ x, y, ...box }: PlacedBox, picture: GraphPicture, wearing: Wearing): Mark {
  const { children } = boxMark({ x, y, ...box });
  const subject = picture.network.subjects.get(box.node.content.subject ?? '');
  const tip = subject === undefined ? [] : [mark('title', {}, [tipOf(subject, picture)])];
  return placed({ x, y }, [...tip, ...styledAll(children, wearing)]);
}

/** The mark of the innermost box at which a run's numbers stop being sound. */
function faultIn({ scene, tinting }: GraphPicture, wearing: Wearing): Mark[] {
  const shown = new Map(scene.boxes.map((box) => [box.node.content.subject, box]));
  const box = tinting.faultPlaces().flatMap((id) => shown.get(id) ?? [])[0];
  return box === undefined ? [] : [placed(box, styled(faultMark, wearing))];
}

function placed({ x, y }: Point, children: Mark['children']): Mark {
  return mark('g', { transform: `translate(${rounded(x)} ${rounded(y)})` }, children);
}

/** In lines: what it is, its shapes and costs, what its shortcut does, and where a run's numbers stopped being sound. */
function tipOf(subject: Subject, { network, tinting }: GraphPicture): string {
  const { title, kind, facts, shortcut } = factsOf(subject, network);
  const lines = [`${title}: ${kind}`, ...facts.map(({ label, value }) => `${label} ${value}`)];
  return [...lines, shortcut, tinting.faultOf(subject)].filter(Boolean).join('\n');
}

function tintOf(
  wearer: Wearer,
  { tinting, look }: GraphPicture,
  { shade }: Colouring,
): Pick<Wearing, 'shade' | 'value'> {
  const found = tinting.place(wearer, look);
  return { shade: found?.at === undefined ? undefined : shade(found.at), value: found?.value ?? '' };
}

function rounded(value: number): number {
  return Math.round(100 * value) / 100;
}
