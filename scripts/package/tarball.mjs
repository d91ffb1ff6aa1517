import path from 'node:path';
import { runTool } from '../setup/runTool.mjs';

/** Makes the npm package of the command line: portable, so without native parts, and what is in it is said by "files" in package.json. */
export async function makeTarball(folder) {
  const listed = await runTool(['npm', 'pack', '--json', '--pack-destination', folder], {
    failure: 'The npm package could not be made, see the lines above.',
  });
  const [{ filename }] = JSON.parse(listed);
  return { file: path.join(folder, filename), remarks: [] };
}
