import { setAttributes } from '../element';
import type { Point } from '../../drawing/graph/layoutScene';
import { listenPanZoom } from './panZoom';
import {
  fitAll,
  legible,
  fitWidth,
  keepInSight,
  panBy,
  resized,
  reveal,
  zoomAt,
  type Rect,
  type Size,
  type View,
} from './viewport';

/** What happens to the window upon the drawing. */
export interface GraphWindowEvents {
  /** Another part of the drawing is shown, or at another scale. */
  readonly changed: () => void;
  /** The drawing has moved under the pointer by the user's hand. */
  readonly moved: () => void;
  /** A press and release upon an element, without a drag. */
  readonly clicked: (target: Element) => void;
  /** The smallest scale of the first sight; left out: one at which text is comfortable to read. */
  readonly leastScale?: number;
}

/** The window upon the drawing: panned and zoomed by the user, and following the panel's width until then. */
export class GraphWindow {
  #drawing: Size | undefined;
  #view: View = { x: 0, y: 0, scale: 1 };
  #byUser = false;
  /** The surface's size, kept because asking the page for it costs a layout. */
  #room: Size = { width: 0, height: 0 };

  constructor(
    private readonly surface: SVGSVGElement,
    private readonly root: SVGGElement,
    private readonly events: GraphWindowEvents,
  ) {
    listenPanZoom(surface, {
      pan: (by) => this.#byHand(panBy(this.#view, by)),
      zoom: (factor, at) => this.#byHand(zoomAt(this.#view, factor, at)),
      dragging: (active) => {
        surface.classList.toggle('dragging', active);
        events.moved();
      },
      click: (target) => events.clicked(target),
    });
    new ResizeObserver(() => {
      if (!surface.isConnected) return; // has no size while another panel stands in its place
      const before = this.#room;
      this.#measure();
      this.#follow(before);
    }).observe(surface);
  }

  /** A drawing of this size is there now; `view` shows a part of it, without one the window shows its first sight. */
  open(drawing: Size, view: View | undefined): void {
    this.#drawing = drawing;
    this.#measure();
    this.#byUser = view !== undefined;
    this.#set(view ?? this.#fitWidth(drawing));
  }

  /** The drawing has another size now, and what is to stay where it is on the screen has moved in it `by` so much. */
  resize(drawing: Size, by: Point): void {
    this.#drawing = drawing;
    const { scale } = this.#view;
    this.#byUser = true;
    this.#set(panBy(this.#view, { x: -by.x * scale, y: -by.y * scale }));
  }

  /** Whether the upper edge of a rectangle of the drawing is in the window. */
  hasTopOf({ y }: Rect): boolean {
    const sight = this.visible();
    return y >= sight.y && y <= sight.y + sight.height;
  }

  zoom(factor: number): void {
    const { width, height } = this.#room;
    this.#byHand(zoomAt(this.#view, factor, { x: width / 2, y: height / 2 }));
  }

  fit(how: 'width' | 'all'): void {
    if (this.#drawing === undefined) return;
    const fitted = how === 'all' ? fitAll(this.#drawing, this.#room) : this.#fitWidth(this.#drawing);
    this.#byUser = how === 'all';
    this.#set(fitted);
  }

  /** Moves as little as brings a rectangle of the drawing into the window. */
  reveal(target: Rect): void {
    const next = reveal(this.#view, target, this.#room);
    if (next.x === this.#view.x && next.y === this.#view.y) return;
    this.#byUser = true;
    this.#set(next);
  }

  /** Brings a height of the drawing (0…1) to the middle of the window. */
  scrollTo(part: number): void {
    if (this.#drawing === undefined) return;
    const y = this.#room.height / 2 - part * this.#drawing.height * this.#view.scale;
    this.#byHand({ ...this.#view, y });
  }

  /** The part of the drawing that is shown. */
  visible(): Rect {
    const { x, y, scale } = this.#view;
    const { width, height } = this.#room;
    return { x: -x / scale, y: -y / scale, width: width / scale, height: height / scale };
  }

  /** How the drawing lies in the window now. */
  view(): View {
    return this.#view;
  }

  /** The view, or nothing while it follows the panel's width. */
  chosen(): View | undefined {
    return this.#byUser ? this.#view : undefined;
  }

  #measure(): void {
    const { width, height } = this.surface.getBoundingClientRect();
    this.#room = { width, height };
  }

  #byHand(view: View): void {
    this.#byUser = true;
    this.#set(view);
    this.events.moved();
  }

  /** The surface has another size than before. */
  #follow(before: Size): void {
    if (this.#drawing === undefined) return;
    const now = this.#fitWidth(this.#drawing);
    if (!this.#byUser) {
      this.#set(now);
      return;
    }
    const fitted = { before: this.#fitWidth(this.#drawing, before), now };
    this.#set(resized(this.#view, fitted, this.#room.width - before.width));
  }

  #fitWidth(drawing: Size, room = this.#room): View {
    return fitWidth(drawing, room, this.events.leastScale);
  }

  #set(view: View): void {
    this.#view = this.#drawing === undefined ? view : keepInSight(view, this.#drawing, this.#room);
    const { x, y, scale } = this.#view;
    setAttributes(this.root, { transform: `translate(${round(x)} ${round(y)}) scale(${scale})` });
    this.root.classList.toggle('far', scale < legible);
    this.events.changed();
  }
}

/** To tenths: more only blurs what is drawn. */
function round(value: number): number {
  return Math.round(value * 10) / 10;
}
