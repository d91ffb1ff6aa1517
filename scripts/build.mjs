// Builds everything that runs: `node scripts/build.mjs` the product into dist/, `--tests` the tests into out/.
import { build } from 'esbuild';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledPackages } from './package/bundledPackages.mjs';
import { placeDawn } from './package/dawn.mjs';
import { notices } from './package/notices.mjs';
import { hostPlatform } from './package/platforms.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const shared = {
  bundle: true,
  sourcemap: true,
  metafile: true,
  logLevel: 'warning',
  absWorkingDir: root,
  define: { 'process.env.NODE_ENV': '"production"', __VERSION__: JSON.stringify(version) },
};

/** Stand-ins for packages, in our sources and in those of other packages: what they are for is said in them. */
const standIns = {
  '@mapbox/node-pre-gyp': path.join(root, 'src/trainer/engines/nodePreGyp.ts'),
  '@tensorflow/tfjs': path.join(root, 'src/trainer/tensorflow/tfjs.ts'),
};

/** Settings of a bundle that runs in Node; TensorFlow.js asks for "node-fetch" only where there is no `fetch`. */
export const nodeBundle = {
  ...shared,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  external: ['vscode', 'mocha', 'playwright-core', 'onnxruntime-node', 'node-fetch'],
  alias: standIns,
  loader: { '.text.js': 'text', '.proto': 'text' },
};

/** ELK's worker is started from a Blob, so the page carries it as text and needs no leave to fetch anything. */
const elkWorkerAsText = {
  name: 'elk-worker-as-text',
  setup({ onLoad }) {
    onLoad({ filter: /elk-worker\.min\.js$/ }, async ({ path: file }) => ({
      contents: await readFile(file, 'utf8'),
      loader: 'text',
    }));
  },
};

/** Small, yet with its names and in lines, so that stack traces and Node's report of a fault stay readable. */
const productBundle = { ...nodeBundle, minifySyntax: true, minifyWhitespace: true, lineLimit: 200 };

/** The extension where there is no Node, a browser without a remote machine: CommonJS in a file ".js", as its host loads it. */
const webExtension = {
  ...shared,
  platform: 'browser',
  target: 'es2022',
  format: 'cjs',
  external: ['vscode'],
  minify: true,
};

const webviewBundle = { ...shared, platform: 'browser', target: 'es2022', format: 'iife', plugins: [elkWorkerAsText] };

function existing(candidates) {
  return candidates.filter((file) => existsSync(path.join(root, file)));
}

async function buildProduct() {
  const node = existing([
    'src/extension.ts',
    'src/cli.ts',
    'src/trainer/trainer.ts',
    'src/trainer/data/batchThread.ts',
  ]);
  const views = existing(['src/webview/architecture.ts', 'src/webview/elk.ts', 'src/webview/metrics.ts']);
  const built = [
    await build({ ...productBundle, entryPoints: node, outdir: 'dist', entryNames: '[name]' }),
    await build({ ...webExtension, entryPoints: ['src/web.ts'], outdir: 'dist', entryNames: '[name]' }),
    await build({ ...webviewBundle, entryPoints: views, outdir: 'dist/webview', entryNames: '[name]', minify: true }),
  ];
  await copyRuntimeFiles();
  const packages = bundledPackages(built.map(({ metafile }) => metafile));
  await writeFile(path.join(root, 'dist/THIRD_PARTY_NOTICES.txt'), notices(packages));
}

/** What the bundles read at run time: the WASM binaries, the native addon's sources and headers, Dawn for this machine. */
async function copyRuntimeFiles() {
  const modules = path.join(root, 'node_modules');
  const dist = path.join(root, 'dist');
  for (const name of ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm'])
    await cp(path.join(modules, '@tensorflow/tfjs-backend-wasm/dist', name), path.join(dist, 'wasm', name));
  await cp(path.join(modules, '@tensorflow/tfjs-node-gpu/binding'), path.join(dist, 'engine/binding'), {
    recursive: true,
  });
  await cp(path.join(root, 'engine/olderLibrary.cc'), path.join(dist, 'engine/binding/olderLibrary.cc'));
  await cp(path.join(modules, 'node-api-headers/include'), path.join(dist, 'engine/include'), { recursive: true });
  await placeDawn(hostPlatform, dist);
}

async function buildTests() {
  await rm(path.join(root, 'out'), { recursive: true, force: true });
  const files = ['test', 'bench'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true }).map((file) => path.join(folder, String(file))),
  );
  const node = files.filter((file) => /\.(test|bench|process)\.ts$/.test(file));
  const inPages = files.filter((file) => file.endsWith('.page.ts'));
  await build({ ...nodeBundle, entryPoints: node, outdir: 'out', outbase: '.' });
  await build({ ...webviewBundle, entryPoints: inPages, outdir: 'out', outbase: '.', sourcemap: false });
}

await buildProduct();
if (process.argv.includes('--tests')) await buildTests();
