import path from 'node:path';
import { cacheFolder } from './cacheFolder';
import { distFolder } from './distFolder';

/** Where the worker finds what it needs. */
export interface TrainerFolders {
  /** Engines and data sets, kept for all projects. */
  readonly home: string;
  /** The WASM binaries. */
  readonly wasm: string;
  /** The data set inside the extension. */
  readonly embedded: string;
}

/** The folders of this installation. */
export function trainerFolders(): TrainerFolders {
  const dist = distFolder();
  return { home: cacheFolder(), wasm: path.join(dist, 'wasm'), embedded: path.join(dist, '..', 'media', 'data') };
}
