import { existsSync } from 'node:fs';
import { copyFile, mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../setup/paths.mjs';
import { dist } from '../setup/product.mjs';
import { hostPlatform } from './platforms.mjs';

const addonIn = (folder, platform) => path.join(folder, 'prebuilt', platform, 'tfjs_binding.node');

/** Keeps the compiled addon of this machine's engine for packaging; resolves with the file. */
export function keepAddon(binding) {
  return copyAddon(binding, addonIn(path.join(dist, 'engine'), hostPlatform));
}

/** Where the addon for a platform is put that is compiled elsewhere, from the repository's root. */
export const suppliedAddon = (platform) => addonIn('engine', platform);

/** Puts the TensorFlow addon for a platform into a `dist` folder; tells whether there is one: kept here, or supplied. */
export async function placeAddon(platform, target) {
  const sources = [addonIn(path.join(dist, 'engine'), platform), path.join(root, suppliedAddon(platform))];
  const source = sources.find((file) => existsSync(file));
  if (source !== undefined) await copyAddon(source, addonIn(path.join(target, 'engine'), platform));
  return source !== undefined;
}

async function copyAddon(source, target) {
  await mkdir(path.dirname(target), { recursive: true });
  await copyFile(source, `${target}.new`);
  await rename(`${target}.new`, target); // a process that has the old file loaded keeps it
  return target;
}
