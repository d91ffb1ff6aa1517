import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from './launchChromium';
import { postMessage } from './postMessage';
import { startPageServer } from './pageServer';
import { screenshotFile } from './screenshotFile';
import { themes, type ThemeKind } from './themes';
import { contentDocument, dressed, type BodyContent, type DocumentContent, type PageDress } from './webviewDocument';
import { wearTheme } from './webviewScripts';

/** A webview's page without VS Code: its content and what VS Code would give it. */
export type PageOptions = (BodyContent | DocumentContent) & {
  readonly theme: ThemeKind;
  /** What `getState()` gives at first. */
  readonly state?: unknown;
  /** What stands behind the page: an editor (default) or the side bar. */
  readonly background?: PageDress['background'];
  readonly size?: { readonly width: number; readonly height: number };
  /** Is called before the page goes anywhere. */
  readonly prepare?: ((page: Page) => Promise<void>) | undefined;
  /** How many pixels of the screen a pixel of the page has a side; left out: 1. */
  readonly scale?: number;
  /** A browser to use; else the page starts one and closes it. */
  readonly browser?: Browser;
};

/** A webview's page in a real Chromium. */
export interface WebviewPage {
  readonly page: Page;
  /** Posts a message into the page as the extension would; typed arrays and buffers may be in it. */
  post(message: unknown): Promise<void>;
  /** The messages that the page has posted to the extension. */
  posted(): readonly unknown[];
  /** The first message posted so far or from now on that `accept` takes. */
  untilPosted(accept: (message: unknown) => boolean): Promise<unknown>;
  /** What the page last gave to `setState`. */
  state(): unknown;
  /** Errors of scripts, and what the console or the content security policy complained about. */
  problems(): readonly string[];
  setTheme(kind: ThemeKind): Promise<void>;
  /** Loads the page again with the state it has set, as when VS Code shows a hidden view. */
  reload(): Promise<void>;
  /** Keeps a picture as `artifacts/screenshots/<name>.png` and gives the file's path. */
  screenshot(name: string): Promise<string>;
  close(): Promise<void>;
}

const postLimitMs = 30_000;

/** Opens a webview's page; resolves when its document and scripts are loaded. */
export async function openPage(options: PageOptions): Promise<WebviewPage> {
  const ends: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (let end = ends.pop(); end !== undefined; end = ends.pop()) await end();
  };
  try {
    return { ...(await open(options, ends)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(options: PageOptions, ends: (() => Promise<void>)[]): Promise<Omit<WebviewPage, 'close'>> {
  const session = newSession(options);
  const server = await startPageServer(() => {
    const resources = { cspSource: server.fileOrigin, nonce: randomBytes(16).toString('hex'), asUri: server.asUri };
    return dressed(contentDocument(options, resources), session.dress());
  });
  ends.push(() => server.close());
  const browser = options.browser ?? (await launchChromium());
  if (options.browser === undefined) ends.push(() => browser.close());
  const viewport = options.size ?? { width: 1000, height: 700 };
  const context = await browser.newContext({ viewport, deviceScaleFactor: options.scale ?? 1 });
  ends.push(() => context.close());
  const page = await context.newPage();
  await session.listenTo(page);
  await options.prepare?.(page);
  await page.goto(server.pageUrl);
  return controls(page, session);
}

type Session = ReturnType<typeof newSession>;

/** What the test's side remembers of a page over its reloads. */
function newSession(options: PageOptions) {
  const posted: unknown[] = [];
  const problems: string[] = [];
  let theme = options.theme;
  let state = options.state;
  const report = (kind: string, value: unknown): void => {
    if (kind === 'state') state = value;
    else posted.push(value);
  };
  return {
    posted,
    problems,
    state: () => state,
    changeTheme: (kind: ThemeKind) => (theme = kind),
    dress: (): PageDress => ({ theme: themes[theme], background: options.background ?? 'editor', state }),
    listenTo: async (page: Page) => {
      await page.exposeBinding('reportToTest', (_source, kind: string, value: unknown) => report(kind, value));
      page.on('pageerror', (error) => problems.push(error.message));
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) problems.push(message.text());
      });
    },
  };
}

function controls(page: Page, session: Session): Omit<WebviewPage, 'close'> {
  return {
    page,
    post: (message) => postMessage(page, message),
    posted: () => session.posted,
    untilPosted: (accept) => firstPosted(session, accept),
    state: session.state,
    problems: () => session.problems,
    setTheme: async (kind) => {
      session.changeTheme(kind);
      await page.evaluate(wearTheme, themes[kind]);
    },
    reload: async () => {
      await page.reload();
    },
    screenshot: async (name) => {
      const file = screenshotFile(name);
      await page.screenshot({ path: file });
      return file;
    },
  };
}

async function firstPosted(session: Session, accept: (message: unknown) => boolean): Promise<unknown> {
  for (let waited = 0; waited < postLimitMs; waited += 20) {
    const index = session.posted.findIndex(accept);
    if (index >= 0) return session.posted[index];
    await delay(20);
  }
  throw new Error(`The page did not post what was waited for; it posted ${JSON.stringify(session.posted)}.`);
}
