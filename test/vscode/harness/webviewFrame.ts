import type { Frame, Page } from 'playwright-core';

const limitMs = 60_000;

/** The frame of the webview whose document has an element for the selector `marker`: page > VS Code's frame > the extension's own document. */
export async function webviewFrame(page: Page, marker: string): Promise<Frame> {
  for (let waited = 0; waited < limitMs; waited += 100) {
    for (const frame of page.frames()) if (await isWebviewWith(frame, marker)) return frame;
    await page.waitForTimeout(100);
  }
  const frames = page.frames().map((frame) => `${frame.name()} ${frame.url().slice(0, 100)}`);
  throw new Error(`No webview shows "${marker}"; the frames are:\n${frames.join('\n')}`);
}

async function isWebviewWith(frame: Frame, marker: string): Promise<boolean> {
  if (
    frame.isDetached() ||
    frame.parentFrame()?.parentFrame() === undefined ||
    frame.parentFrame()?.parentFrame() === null
  )
    return false;
  try {
    return (await frame.locator(marker).count()) > 0;
  } catch {
    return false; // it was replaced while we looked
  }
}
