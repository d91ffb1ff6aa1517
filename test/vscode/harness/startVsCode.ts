import type { Browser, Frame, Page } from 'playwright-core';
import { launchChromium } from '../../page/launchChromium';
import { screenshotFile } from '../../page/screenshotFile';
import type { ThemeKind } from '../../page/themes';
import { addExtension, type ExtensionSource } from './addExtension';
import { startCodeServer, type CodeServer, type Environment, type Release } from './codeServer';
import { setColorTheme } from './colorTheme';
import { runCommand } from './commandPalette';
import { outputChannelText } from './outputChannel';
import { processesInGroup, type RunningProcess } from './processGroup';
import { makeProfile, type Profile, type Settings } from './profile';
import { webviewFrame } from './webviewFrame';

/** What a VS Code under test is started with. */
export interface VsCodeOptions {
  /** The newest unless told otherwise. */
  readonly release?: Release;
  /** The folder that it opens; without it: none. */
  readonly workspace?: string;
  readonly extension: ExtensionSource;
  readonly settings?: Settings;
  readonly environment?: Environment;
}

/** A real VS Code in a real browser, with the extension in it. */
export interface VsCode {
  readonly page: Page;
  /** Runs a command by its title through the command palette; resolves when it was picked, not when it is done. */
  runCommand(title: string): Promise<void>;
  /** The frame of the webview that has an element for this selector. */
  webview(marker: string): Promise<Frame>;
  /** Keeps a picture of the window as `artifacts/screenshots/<name>.png` and gives the file's path. */
  screenshot(name: string): Promise<string>;
  setTheme(kind: ThemeKind): Promise<void>;
  /** Reloads the window: the extension host ends and a new one starts. */
  reload(): Promise<void>;
  /** The extension host's process, once there is one. */
  extensionHostPid(): number | undefined;
  /** All that runs below the server: the extension host, and what the extension started. */
  processes(): readonly RunningProcess[];
  /** VS Code's user data: settings, state, what extensions store. */
  readonly userFolder: string;
  /** What the output channel of this name has been given. */
  outputChannel(name: string): string;
  serverLog(): string;
  /** Ends the browser, the server and every process below it, and removes the profile. */
  close(): Promise<void>;
}

/** Starts VS Code and resolves when its window is painted; the extension may still be activating. */
export async function startVsCode(options: VsCodeOptions): Promise<VsCode> {
  const profile = makeProfile(options.settings ?? {});
  const ends: (() => unknown)[] = [() => profile.remove()];
  const close = async (): Promise<void> => {
    for (let end = ends.pop(); end !== undefined; end = ends.pop()) await end();
  };
  try {
    const { release = 'newest', environment = {} } = options;
    await addExtension({ release, profile, environment }, options.extension);
    const server = await startCodeServer({ release, profile, environment });
    ends.push(() => server.stop());
    const browser = await launchChromium();
    ends.push(() => browser.close());
    const page = await openWindow(browser, server, options.workspace);
    return { ...controls({ page, server, profile }), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openWindow(browser: Browser, server: CodeServer, workspace: string | undefined): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  const page = await context.newPage();
  page.on('dialog', (dialog) => void dialog.accept());
  const opens = workspace === undefined ? 'ew=true' : `folder=${encodeURIComponent(workspace)}`;
  await page.goto(`${server.url}/?${opens}`, { timeout: 60_000 });
  await untilPainted(page);
  return page;
}

async function untilPainted(page: Page): Promise<void> {
  await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 90_000 });
}

interface Window {
  readonly page: Page;
  readonly server: CodeServer;
  readonly profile: Profile;
}

function controls({ page, server, profile }: Window): Omit<VsCode, 'close'> {
  const extensionHost = (): RunningProcess | undefined =>
    processesInGroup(server.group).find(({ commandLine }) => commandLine.includes('--type=extensionHost'));
  return {
    page,
    runCommand: (title) => runCommand(page, title),
    webview: (marker) => webviewFrame(page, marker),
    screenshot: async (name) => {
      const file = screenshotFile(name);
      await page.screenshot({ path: file });
      return file;
    },
    setTheme: (kind) => setColorTheme(page, kind),
    reload: async () => {
      await page.reload();
      await untilPainted(page);
    },
    extensionHostPid: () => extensionHost()?.pid,
    processes: () => processesInGroup(server.group),
    userFolder: profile.userFolder,
    outputChannel: (name) => outputChannelText(profile, name),
    serverLog: () => server.log(),
  };
}
