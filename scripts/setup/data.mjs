import { runTool } from './runTool.mjs';
import { secondsSince } from './step.mjs';

/** The folder of CIFAR-10 in its binary layout, converted on the first call; what that does is printed as it goes on. */
export async function data() {
  const start = performance.now();
  const command = [process.execPath, 'scripts/data.mjs', '--print'];
  const folder = await runTool(command, {
    failure: 'CIFAR-10 could not be prepared, for the reason above.',
    show: 'errors',
  });
  console.log(`[set-up] CIFAR-10: ready (${secondsSince(start)})`);
  return folder.trim();
}
