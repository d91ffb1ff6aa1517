import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cacheRoot } from './paths.mjs';

const readme = `# Your first training

Press F1, type "ResNet: Train" and press Enter.

The architecture opens, the loss charts are in the side panel "ResNet", and each run is kept in this folder.
`;

/** A small folder to open the extension in, made if it is missing. */
export function exampleWorkspace() {
  const folder = path.join(cacheRoot, 'workspace');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'README.md'), readme);
  return folder;
}
