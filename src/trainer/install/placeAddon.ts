import { existsSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { distFolder } from '../distFolder';
import { compileAddon } from './compileAddon';
import { findCompiler } from './findTools';
import { bindingPath } from './installedEngines';
import { asStep, type ProgressListener } from './installProgress';
import { hostPlatform } from './releases';

/** Where an engine's addon comes from: made beforehand, or compiled on this machine. */
export type AddonSource =
  { readonly kind: 'prebuilt'; readonly file: string } | { readonly kind: 'compiler'; readonly compiler: string };

/** The addon that comes with us for this platform, and where there is none the machine's compiler; a sentence where that is missing too. */
export async function findAddon(signal: AbortSignal, prebuilt = prebuiltAddon()): Promise<AddonSource> {
  const mayCopy = process.env['RESNET_ADDON'] !== 'compile'; // set where the addon itself is being made
  if (mayCopy && existsSync(prebuilt)) return { kind: 'prebuilt', file: prebuilt };
  return { kind: 'compiler', compiler: await findCompiler(signal) };
}

/** The file of the addon made beforehand for a platform: it is Node-API 8 and serves every Node and VS Code there. */
export function prebuiltAddon(platform = hostPlatform): string {
  return path.join(distFolder(), 'engine', 'prebuilt', platform, 'tfjs_binding.node');
}

export interface Placing {
  /** Holds `tensorflow/` as in site-packages. */
  readonly folder: string;
  readonly source: AddonSource;
  readonly signal: AbortSignal;
  readonly onProgress: ProgressListener;
}

/** Puts the addon where it finds the folder's libraries. */
export async function placeAddon({ folder, source, signal, onProgress }: Placing): Promise<void> {
  const binding = path.join(folder, bindingPath);
  if (source.kind === 'prebuilt') {
    await mkdir(path.dirname(binding), { recursive: true });
    await copyFile(source.file, binding);
    return;
  }
  const { compiler } = source;
  await asStep(onProgress, 'Compiling the native addon', () => compileAddon({ compiler, folder, binding, signal }));
}
