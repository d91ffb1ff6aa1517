import type { TintOf, Wearer } from '../../drawing/graph/tint';
import { html, setAttributes, svg } from '../element';
import type { PlacedScene } from '../../drawing/graph/placeScene';
import type { Look } from '../../drawing/graph/scene';
import type { Rect } from './viewport';

const shown: ReadonlySet<Look> = new Set([
  'terminal',
  'card',
  'layer',
  'projection',
  'padded',
  'scaled',
  'gated',
  'dropout',
]);

/** Of scenes with more boxes than this, only cards are shown, each as one: a strip has no room for more. */
const many = 1500;

const shownOfMany: ReadonlySet<Look> = new Set(['terminal', 'card', 'open']);

/** How much taller than the drawing the strip may be, so that short networks aren't stretched. */
const stretch = 1.6;

/** The whole network as a strip beside the drawing, in the same colours; the window's part is framed and can be dragged. */
export class Overview {
  readonly #drawing = svg('svg', { preserveAspectRatio: 'none' });
  readonly #frame = html('div', { class: 'visible' });
  readonly #strip = html('div', { class: 'strip' }, [this.#drawing, this.#frame]);
  readonly element = html('div', { id: 'overview', 'aria-hidden': 'true' }, [this.#strip]);
  #rects: readonly (readonly [Wearer, SVGRectElement])[] = [];
  #scene: PlacedScene | undefined;
  #tintOf: TintOf = () => undefined;
  #marked: readonly string[] = [];

  /** @param goTo brings a height of the drawing (0…1) to the middle of the window */
  constructor(private readonly goTo: (part: number) => void) {
    this.#strip.addEventListener('pointerdown', (event) => {
      this.#strip.setPointerCapture(event.pointerId);
      this.#drag(event);
    });
    this.#strip.addEventListener('pointermove', (event) => this.#drag(event));
  }

  show(scene: PlacedScene): void {
    if (scene === this.#scene) return;
    this.#scene = scene;
    const { width, height, boxes } = scene;
    setAttributes(this.#drawing, { viewBox: `0 0 ${width} ${height}` });
    this.#strip.style.aspectRatio = `${width} / ${height * stretch}`;
    const looks = boxes.length > many ? shownOfMany : shown;
    const rects = boxes.filter(({ node }) => looks.has(node.look));
    this.#rects = rects.map(({ node, x, y, width, height }) => [
      node.content,
      svg('rect', { class: node.look, x, y, width, height }),
    ]);
    this.#drawing.replaceChildren(...this.#rects.map(([, rect]) => rect));
    this.paint(this.#tintOf);
    this.mark(this.#marked);
  }

  /** Frames what the window shows. */
  follow({ y, height }: Rect): void {
    const whole = this.#scene?.height ?? 1;
    const top = Math.max(0, y / whole);
    const bottom = Math.min(1, (y + height) / whole);
    this.#frame.style.top = `${100 * top}%`;
    this.#frame.style.height = `${100 * Math.max(0, bottom - top)}%`;
  }

  paint(tintOf: TintOf): void {
    this.#tintOf = tintOf;
    for (const [wearer, rect] of this.#rects) {
      const fill = tintOf(wearer)?.shade?.fill ?? '';
      if (rect.style.fill !== fill) rect.style.fill = fill;
    }
  }

  /** Marks the first of these subjects that is drawn, and nothing else. */
  mark(ids: readonly string[]): void {
    this.#marked = ids;
    const found = ids.find((id) => this.#rects.some(([{ subject }]) => subject === id));
    for (const [{ subject }, rect] of this.#rects)
      rect.classList.toggle('unsound', found !== undefined && subject === found);
  }

  /** Marks what was looked for, and which of it is the one looked at. */
  markFound(ids: ReadonlySet<string>, current: string | undefined): void {
    for (const [{ subject = '' }, rect] of this.#rects) {
      rect.classList.toggle('found', ids.has(subject));
      rect.classList.toggle('current', subject === current);
    }
  }

  #drag({ clientY, buttons }: PointerEvent): void {
    const { top, height } = this.#strip.getBoundingClientRect();
    if (buttons === 1) this.goTo((clientY - top) / height);
  }
}
