import type { Page } from 'playwright-core';

declare global {
  interface Window {
    /** ms from the navigation until what is watched for was painted. */
    benchPainted?: Promise<number>;
  }
}

/** To be called before the page goes anywhere: has it watch for the first painting of what a selector matches. */
export async function watchPainting(page: Page, drawn: string): Promise<void> {
  await page.addInitScript(watch, drawn);
}

/** ms from the navigation until it was painted and input was taken. */
export async function paintedAt(page: Page): Promise<number> {
  return (await page.evaluate(() => window.benchPainted)) ?? Number.NaN;
}

/** The frame after the first one with a match shows that this one has left the main thread, and a task after it that input is taken. */
function watch(drawn: string): void {
  const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
  const untilPainted = async (): Promise<number> => {
    while (document.querySelector(drawn) === null) await frame();
    await frame();
    await new Promise((resolve) => setTimeout(resolve, 0));
    return performance.now();
  };
  window.benchPainted = untilPainted();
}
