// Run in the panel's page, so that nothing of the way to the browser is measured.

export interface Opening {
  /** Until the first frame with the inside. */
  readonly ms: number;
  /** Boxes that are elsewhere once all has come to rest, besides the card's own and those around it, than room for its inside asks: one way for all above it, and one for all below. */
  readonly strayed: number;
  /** Boxes that were looked at. */
  readonly others: number;
}

/** Opens the first card of a stage. */
export async function openFirst(): Promise<Opening> {
  const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
  const pointer = (type: string): PointerEvent => new PointerEvent(type, { bubbles: true, button: 0, pointerId: 1 });
  const items = (): Map<string, DOMRect> =>
    new Map([...document.querySelectorAll('#graph .item')].map((item) => [item.getAttribute('data-subject') ?? '', (item.querySelector('circle, rect') ?? item).getBoundingClientRect()])); // prettier-ignore
  const cards = [...document.querySelectorAll('#graph .card')];
  const card = cards.find((some) => some.getAttribute('data-subject')?.startsWith('layer1.0'));
  const opener = card?.querySelector('.opener .reach');
  const before = items();
  const began = performance.now();
  opener?.dispatchEvent(pointer('pointerdown'));
  opener?.dispatchEvent(pointer('pointerup'));
  while (document.querySelectorAll('#graph .item').length === before.size) await frame();
  const ms = performance.now() - began;
  await new Promise((resolve) => setTimeout(resolve, 600));
  const after = items();
  const id = card?.getAttribute('data-subject') ?? '';
  const own = before.get(id) ?? new DOMRect();
  const isOthers = (other: string, { left, right, top, bottom }: DOMRect): boolean =>
    !other.startsWith(id) && (left > own.left || right < own.right || top > own.top || bottom < own.bottom);
  const moves = [...before].flatMap(([other, old]) => {
    const now = after.get(other);
    if (now === undefined || !isOthers(other, old)) return [];
    return [{ below: old.top >= own.bottom, x: now.x - old.x, y: now.y - old.y }];
  });
  const room = (below: boolean): number => moves.find((move) => move.below === below)?.y ?? 0;
  const strayed = moves.filter(({ below, x, y }) => Math.abs(x) >= 1 || Math.abs(y - room(below)) >= 1);
  return { ms, strayed: strayed.length, others: moves.length };
}

/** Opens everything; ms until the first frame with the stem's layers and more cards open. */
export async function expandAll(): Promise<number> {
  const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
  const began = performance.now();
  window.dispatchEvent(new KeyboardEvent('keydown', { key: '4' }));
  while (document.querySelector('#graph .open[data-subject="stem"]') === null) await frame();
  return performance.now() - began;
}
