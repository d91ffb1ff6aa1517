// `npm run package [-- [--out FOLDER] [PART…]]`: makes what is given to users, by default all of it into artifacts/: a VSIX for each
// platform with native parts, one without for all others ("universal"), and the npm package of the command line ("npm").
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { keepAddon } from './package/addon.mjs';
import { makeTarball } from './package/tarball.mjs';
import { hostPlatform, nativePlatforms } from './package/platforms.mjs';
import { makeVsix } from './package/vsix.mjs';
import { setUp, tryToSetUp } from './setup.mjs';
import { root } from './setup/paths.mjs';
import { reportFailure, SetupError } from './setup/setupError.mjs';

/** What a file may weigh, in bytes. */
const limit = 12e6;

const parts = {
  ...Object.fromEntries([...nativePlatforms, 'universal'].map((name) => [name, (folder) => makeVsix(name, folder)])),
  npm: makeTarball,
};

async function packageAll(args) {
  const { values, positionals } = parseArgs({ args, options: { out: { type: 'string' } }, allowPositionals: true });
  const chosen = positionals.length > 0 ? positionals : Object.keys(parts);
  const unknown = chosen.find((name) => !(name in parts));
  if (unknown !== undefined)
    throw new SetupError(`There is no part "${unknown}"; the parts are ${Object.keys(parts).join(', ')}.`);
  await setUp(['dependencies', 'build']);
  if (chosen.includes(hostPlatform)) await hostAddon();
  const folder = path.resolve(values.out ?? path.join(root, 'artifacts'));
  await mkdir(folder, { recursive: true });
  for (const name of chosen) await report(await parts[name](folder));
}

async function hostAddon() {
  const engine = await tryToSetUp('engine', 'Packaging goes on without this machine’s TensorFlow addon made anew.');
  if (engine !== undefined) await keepAddon(engine.binding);
}

/** @param {{ file: string, remarks: string[] }} made */
async function report({ file, remarks }) {
  const { size } = await stat(file);
  console.log(`[package] ${path.relative(process.cwd(), file)}: ${(size / 1e6).toFixed(2)} MB`);
  for (const remark of remarks) console.log(`[package]   ${remark}`);
  if (size > limit) throw new SetupError(`${file} is larger than ${limit / 1e6} MB.`);
}

await packageAll(process.argv.slice(2)).catch(reportFailure);
