// `npm run addon`: keeps this machine's TensorFlow addon in dist/engine/prebuilt, where packaging and "Install Engine" take it from.
import path from 'node:path';
import { keepAddon } from './package/addon.mjs';
import { setUp } from './setup.mjs';
import { reportFailure } from './setup/setupError.mjs';

async function addon() {
  const { engine } = await setUp(['dependencies', 'build', 'engine']);
  console.log(`The addon is in ${path.relative(process.cwd(), await keepAddon(engine.binding))}`);
}

await addon().catch(reportFailure);
