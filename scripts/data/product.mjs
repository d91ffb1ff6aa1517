// The product's own modules that the data scripts need, so that the cache folder's rule and the layout are stated once.
import { build } from 'esbuild';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

const modules = ['trainer/cacheFolder', 'trainer/data/cifar10Layout', 'protocol/cifar10'];

const { outputFiles } = await build({
  stdin: { contents: modules.map((name) => `export * from './src/${name}';`).join('\n'), resolveDir: root },
  bundle: true,
  write: false,
  platform: 'node',
  format: 'esm',
});

export const product = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
);
