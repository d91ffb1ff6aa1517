// `npm start [-- [--browser] [FOLDER]]`: sets up what is missing and opens the extension in VS Code, in the folder given or an example's:
// the desktop's `code` where there is one, else (or with --browser) a VS Code in the browser.
import path from 'node:path';
import { setUp, tryToSetUp } from './setup.mjs';
import { reportFailure } from './setup/setupError.mjs';
import { desktopCode, openDesktop } from './start/desktopCode.mjs';
import { serveUntilInterrupted } from './start/serveCode.mjs';

async function start(args) {
  await setUp(['dependencies', 'build']);
  await tryToSetUp('engine', 'Training will run on WASM; "ResNet: Install Engine" tries again.');
  await tryToSetUp('data', 'The images built into the extension will be used.');
  const { workspace } = await setUp(['workspace']);
  const folder = path.resolve(args.find((arg) => !arg.startsWith('--')) ?? workspace);
  const desktop = args.includes('--browser') ? undefined : desktopCode();
  if (desktop !== undefined) return openDesktop(desktop, folder);
  const { 'code-server': server } = await setUp(['code-server']);
  return serveUntilInterrupted(server, folder);
}

await start(process.argv.slice(2)).catch(reportFailure);
