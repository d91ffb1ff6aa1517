// Run in the panel's page, so that nothing of the way to the browser is measured.

/** Opens the first card of a stage; ms until the first frame with its inside. */
export async function openFirst(): Promise<number> {
  const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
  const pointer = (type: string): PointerEvent => new PointerEvent(type, { bubbles: true, button: 0, pointerId: 1 });
  const cards = [...document.querySelectorAll('#graph .card')];
  const card = cards.find((some) => some.getAttribute('data-subject')?.startsWith('layer1.0'));
  const opener = card?.querySelector('.opener .reach');
  const count = document.querySelectorAll('#graph .item').length;
  const began = performance.now();
  opener?.dispatchEvent(pointer('pointerdown'));
  opener?.dispatchEvent(pointer('pointerup'));
  while (document.querySelectorAll('#graph .item').length === count) await frame();
  return performance.now() - began;
}

/** Opens everything; ms until the first frame with the stem's layers and more cards open. */
export async function expandAll(): Promise<number> {
  const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
  const began = performance.now();
  window.dispatchEvent(new KeyboardEvent('keydown', { key: '4' }));
  while (document.querySelector('#graph .open[data-subject="stem"]') === null) await frame();
  return performance.now() - began;
}
