import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Makes parts of what is given to users, as `npm run package` does, in a folder that lasts as long as the tests; gives the files by the parts' names. */
export function packaged(...parts: readonly string[]): ReadonlyMap<string, string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'resnet-packaged-'));
  process.once('exit', () => rmSync(folder, { recursive: true }));
  execFileSync(process.execPath, ['scripts/package.mjs', '--out', folder, ...parts], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const files = readdirSync(folder);
  return new Map(parts.map((part) => [part, path.join(folder, files.find((name) => isOf(part, name)) ?? 'missing')]));
}

function isOf(part: string, file: string): boolean {
  return file.endsWith(part === 'npm' ? '.tgz' : `-${part}.vsix`);
}
