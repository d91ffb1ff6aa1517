import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { answerOf, findProgram, isExecutable } from './findProgram.mjs';
import { cacheRoot } from './paths.mjs';
import { runTool, toolEnvironment } from './runTool.mjs';
import { SetupError } from './setupError.mjs';
import { step } from './step.mjs';

const ownBrowsers = path.join(cacheRoot, 'browsers');
const onPath = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const macChrome = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
const missing =
  'No Chromium was found, and none could be installed: install Chromium or Chrome, or set CHROME_PATH to its executable.';

/** The path of a Chromium for tests: one on this machine, else the distribution's (as root), else Playwright's download. */
export async function chromium() {
  const found = await step({
    name: 'Chromium',
    find: findChromium,
    doing: 'none on this machine, installing one',
    make: install,
  });
  if (found === undefined) throw new SetupError(missing);
  return found;
}

function findChromium() {
  const named = [process.env.CHROME_PATH, process.env.CHROMIUM].filter(Boolean);
  const candidates = [...named, ...onPath.map((name) => findProgram([name])), macChrome, ...downloaded()];
  return candidates.find(
    (file) => file !== undefined && isExecutable(file) && answerOf(file, ['--version']) !== undefined,
  );
}

/** The executables in Playwright's folders, newest build first. */
function downloaded() {
  const shared = process.env.PLAYWRIGHT_BROWSERS_PATH || path.join(homedir(), '.cache/ms-playwright');
  const builds = [ownBrowsers, shared].flatMap((folder) =>
    entries(folder).filter((build) => /\bchromium(_headless_shell)?-\d+$/.test(build)),
  );
  const byNumber = builds.sort((a, b) => Number(b.split('-').at(-1)) - Number(a.split('-').at(-1)));
  return byNumber
    .flatMap(entries)
    .flatMap((platform) =>
      ['chrome', 'headless_shell', 'chrome-headless-shell'].map((name) => path.join(platform, name)),
    );
}

function entries(folder) {
  return existsSync(folder) ? readdirSync(folder).map((name) => path.join(folder, name)) : [];
}

async function install() {
  await distributionPackage();
  if (findChromium() === undefined) await playwrightDownload();
}

/** A failure here is no end yet: Playwright's build may still be had. */
async function distributionPackage() {
  if (process.getuid?.() !== 0 || findProgram(['apt-get']) === undefined) return;
  const aptGet = (...args) =>
    runTool(['apt-get', '-o', 'DPkg::Lock::Timeout=300', ...args], {
      env: toolEnvironment({ DEBIAN_FRONTEND: 'noninteractive' }),
      failure: "The distribution's Chromium could not be installed with apt-get.",
    });
  try {
    await aptGet('update');
    await aptGet('install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core');
  } catch (error) {
    console.log(`[set-up] ${error.message}`);
  }
}

function playwrightDownload() {
  const tool = path.join('node_modules', 'playwright-core', 'cli.js');
  return runTool([process.execPath, tool, 'install', '--only-shell', '--no-progress', 'chromium'], {
    env: toolEnvironment({ PLAYWRIGHT_BROWSERS_PATH: ownBrowsers }),
    failure: missing,
  });
}
