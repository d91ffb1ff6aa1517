import type { Tint } from './drawing';
import { html, setAttributes, svg } from './element';
import type { PlacedScene } from './placeScene';
import type { Look } from './scene';
import type { Rect } from './viewport';

/** The whole network as a strip beside the drawing, in the same colours; the window's part is framed and can be dragged. */
export interface Overview {
  readonly element: HTMLElement;
  show(scene: PlacedScene | undefined): void;
  /** Frames what the window shows. */
  follow(visible: Rect): void;
  paint(tintOf: (subject: string) => Tint | undefined): void;
}

const shown: ReadonlySet<Look> = new Set(['terminal', 'card', 'open', 'layer', 'projection', 'padded']);

/** The strip's height over its width is at most this many times the drawing's, so that short networks aren't stretched. */
const stretch = 1.6;

export function createOverview(goTo: (part: number) => void): Overview {
  const drawing = svg('svg', { preserveAspectRatio: 'none' });
  const frame = html('div', { class: 'visible' });
  const strip = html('div', { class: 'strip' }, [drawing, frame]);
  const element = html('div', { id: 'overview', 'aria-hidden': 'true' }, [strip]);
  let rects = new Map<string, SVGRectElement>();
  let size = { width: 1, height: 1 };
  let tints: (subject: string) => Tint | undefined = () => undefined;

  function paintRect(rect: SVGRectElement, subject: string): void {
    const fill = tints(subject)?.shade?.fill ?? '';
    if (rect.style.fill !== fill) rect.style.fill = fill;
  }

  const drag = ({ clientY, buttons }: PointerEvent): void => {
    const { top, height } = strip.getBoundingClientRect();
    if (buttons === 1) goTo((clientY - top) / height);
  };
  strip.addEventListener('pointerdown', (event) => {
    strip.setPointerCapture(event.pointerId);
    drag(event);
  });
  strip.addEventListener('pointermove', drag);

  return {
    element,
    show: (scene) => {
      if (scene === undefined) return;
      size = scene;
      setAttributes(drawing, { viewBox: `0 0 ${scene.width} ${scene.height}` });
      strip.style.aspectRatio = `${scene.width} / ${scene.height * stretch}`;
      const boxes = scene.boxes.filter(({ node }) => shown.has(node.look));
      rects = new Map(
        boxes.map(({ node, x, y, width, height }) => [node.id, svg('rect', { class: node.look, x, y, width, height })]),
      );
      drawing.replaceChildren(...rects.values());
      for (const [subject, rect] of rects) paintRect(rect, subject);
    },
    follow: (visible) => {
      const top = Math.max(0, visible.y / size.height);
      const bottom = Math.min(1, (visible.y + visible.height) / size.height);
      frame.style.top = `${100 * top}%`;
      frame.style.height = `${100 * Math.max(0, bottom - top)}%`;
    },
    paint: (tintOf) => {
      tints = tintOf;
      for (const [subject, rect] of rects) paintRect(rect, subject);
    },
  };
}
