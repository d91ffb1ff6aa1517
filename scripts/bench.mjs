// Prints the figures of the README: `npm run bench` all of them, `npm run bench -- steps` those whose file name has the word.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const words = process.argv.slice(2);

function run(args, env = {}) {
  const { status } = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  return status ?? 1;
}

if (run(['scripts/build.mjs', '--tests']) !== 0) process.exit(1);
const files = readdirSync(path.join(root, 'out/bench')).filter((file) => file.endsWith('.bench.cjs'));
const wanted = files.filter((file) => words.length === 0 || words.some((word) => file.includes(word)));
let failed = wanted.length === 0;
for (const file of wanted)
  failed = run([path.join('out/bench', file)], { RESNET_DIST: path.join(root, 'dist') }) !== 0 || failed;
process.exit(failed ? 1 : 0);
