/**
 * Runs in a page that has begun to load: ms from its navigation until what `drawn` matches has been painted. The frame after the
 * first one with a match shows that this one has left the main thread, and a task after it that input is taken.
 */
export async function untilPainted(drawn: string): Promise<number> {
  const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
  while (document.querySelector(drawn) === null) await frame();
  await frame();
  await new Promise((resolve) => setTimeout(resolve, 0));
  return performance.now();
}
