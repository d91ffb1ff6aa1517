import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../setup/paths.mjs';
import { withoutSymbols } from './elf.mjs';
import { machOFor } from './machO.mjs';

const builds = path.join(root, 'node_modules/webgpu/dist');

/** What is left out of the npm package's files, by system: what is for other processors, and what no loader reads. */
const reduce = {
  darwin: (binary, architecture) => machOFor(architecture, binary),
  linux: withoutSymbols,
};

/** Puts Dawn's WebGPU binding for a platform into a `dist` folder; tells whether there is one. */
export async function placeDawn(platform, dist) {
  const [system, architecture] = platform.split('-');
  const folder = system === 'darwin' ? 'darwin-universal' : platform;
  const file = path.join(builds, folder, 'dawn.node');
  if (!existsSync(file)) return false;
  const binary = await readFile(file);
  const target = path.join(dist, 'webgpu/dawn.node');
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(`${target}.new`, reduce[system]?.(binary, architecture) ?? binary);
  await rename(`${target}.new`, target); // a process that has the old file loaded keeps it
  return true;
}
