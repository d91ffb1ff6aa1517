import type { Browser } from 'playwright-core';
import { framesOfMoving } from '../movedFrames';
import { paintedAt, watchPainting } from '../watchPainting';
import type { ViewerServer } from './startServer';
import type { ViewerKind } from './viewers';
import { viewport, type ShownNetwork } from './shownNetwork';

/** A file in a viewer whose server is up. */
export interface TheirFile {
  readonly viewer: ViewerKind;
  readonly server: ViewerServer;
  readonly file: string;
}

/** Opens a file in another program's viewer, in a page with an empty cache. */
export async function theirsFromFile(browser: Browser, { viewer, server, file }: TheirFile): Promise<ShownNetwork> {
  const context = await browser.newContext({ viewport });
  try {
    const page = await context.newPage();
    await viewer.prepare(page, server.origin);
    await watchPainting(page, viewer.drawn);
    await page.goto(server.origin + viewer.address(file), { waitUntil: 'commit' });
    return {
      page,
      painted: await paintedAt(page),
      expand: () => viewer.expand(page),
      framesOfMoving: () => page.evaluate(framesOfMoving, { surface: viewer.surface, scrolls: viewer.scrolls }),
      close: () => context.close(),
    };
  } catch (error) {
    await context.close();
    throw error;
  }
}
