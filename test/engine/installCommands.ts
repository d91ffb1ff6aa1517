import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A folder to be thrown away whose commands are the only ones that are found while it is in use. */
export interface Sandbox {
  readonly folder: string;
  /** Makes a command of a JavaScript text. */
  readonly command: (name: string, script: string) => Promise<void>;
  /** What a command wrote to a file of the folder, '' before it did. */
  readonly written: (name: string) => Promise<string>;
  readonly dispose: () => Promise<void>;
}

/** Makes a sandbox and sets this process's search path to it. */
export async function openSandbox(): Promise<Sandbox> {
  const folder = await mkdtemp(path.join(tmpdir(), 'resnet-install-'));
  const bin = path.join(folder, 'bin');
  await mkdir(bin);
  const before = process.env;
  process.env = { ...before, PATH: bin, CXX: '' };
  return {
    folder,
    command: async (name, script) => {
      await writeFile(path.join(bin, name), `#!${process.execPath}\n${script}`);
      await chmod(path.join(bin, name), 0o755);
    },
    written: (name) => readFile(path.join(folder, name), 'utf8').catch(() => ''),
    dispose: async () => {
      process.env = before;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * A Python whose pip names a wheel's address and then, unless it is ended, copies `copy` as the wheel.
 * It notes that it did so in `pip.log`.
 */
export function fakePip(o: { readonly folder: string; readonly address: string; readonly copy: string }): string {
  const wheel = JSON.stringify(path.posix.basename(new URL(o.address).pathname));
  return `
const fs = require('node:fs');
if (process.argv.includes('--version')) {
  console.log('pip 23.0 from somewhere (python 3.11)');
  process.exit();
}
if (!/--hash=sha256:[0-9a-f]{64}/.test(fs.readFileSync('requirements.txt', 'utf8'))) throw new Error('no hash');
console.log('  Found link ${o.address}#sha256=0 (from http://index.invalid/), version: 1.0');
setTimeout(() => {
  fs.copyFileSync(${JSON.stringify(o.copy)}, ${wheel});
  fs.appendFileSync(${JSON.stringify(path.join(o.folder, 'pip.log'))}, 'downloaded\\n');
}, 2000);
`;
}

/** A compiler that notes its arguments in `compiler.log` and writes \`output\` instead of an addon. */
export function fakeCompiler(folder: string, output = 'addon'): string {
  return `
const fs = require('node:fs');
const args = process.argv.slice(2);
if (!args.includes('--version')) {
  fs.appendFileSync(${JSON.stringify(path.join(folder, 'compiler.log'))}, JSON.stringify(args) + '\\n');
  fs.writeFileSync(args[args.indexOf('-o') + 1], ${JSON.stringify(output)});
}
`;
}
