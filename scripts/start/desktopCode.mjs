import { realpathSync } from 'node:fs';
import { answerOf, findProgram } from '../setup/findProgram.mjs';
import { root } from '../setup/paths.mjs';
import { runTool } from '../setup/runTool.mjs';

/** The `code` of a VS Code that can open a window here: not the shim in a remote terminal, not without a screen, not for root (which it refuses). */
export function desktopCode() {
  const hasScreen = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!hasScreen || process.getuid?.() === 0) return undefined;
  const code = findProgram(['code']);
  if (code === undefined || realpathSync(code).includes('remote-cli')) return undefined;
  return answerOf(code, ['--version']) === undefined ? undefined : code;
}

/** Opens a window with the extension under development. */
export async function openDesktop(code, folder) {
  await runTool([code, `--extensionDevelopmentPath=${root}`, folder], {
    failure: 'VS Code could not be started.',
    show: 'all',
  });
  console.log('VS Code opens with the extension: press F1, type "ResNet: Train", press Enter.');
}
