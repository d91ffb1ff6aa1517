import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
  };
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest; // our own file
const readme = readFileSync('README.md', 'utf8');

describe('the package', function () {
  this.timeout(60_000);

  it('carries what the command line runs, and neither sources, tests, source maps nor native parts', () => {
    const [packed] = JSON.parse(
      execFileSync('npm', ['pack', '--dry-run', '--json'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
    ) as { files: { path: string }[]; size: number }[];
    const files = packed?.files.map(({ path }) => path) ?? [];
    for (const needed of [
      'dist/THIRD_PARTY_NOTICES.txt',
      'dist/cli.cjs',
      'dist/trainer.cjs',
      'dist/batchThread.cjs',
      'dist/wasm/tfjs-backend-wasm-simd.wasm',
      'dist/engine/binding/tfjs_backend.cc',
      'dist/engine/include/node_api.h',
      'media/data/embedded-train.bin.br',
    ])
      assert.ok(files.includes(needed), needed);
    assert.deepEqual(
      files.filter((file) => /^(src|test|bench|scripts|\.)|\.(map|node)$|webview/.test(file)),
      [],
    );
  });

  it('has no dependency whose install script could fail: all of them are in its bundles', () => {
    assert.deepEqual(Object.keys(manifest.dependencies ?? {}), []);
  });
});

describe('the README', () => {
  it('links only to files that are there', () => {
    const links = [...readme.matchAll(/\]\(([^)#:]+)\)/g)].map(([, link]) => link ?? '');
    assert.ok(links.length >= 5);
    for (const link of links) assert.ok(existsSync(link), link);
  });

  it('names only options that the command line has', () => {
    const usage = /```\n(resnet describe[\s\S]*?)```/.exec(readme)?.[1] ?? '';
    const help = [
      ['describe'],
      ['train'],
      ['inspect'],
      ['export'],
      ['predict'],
      ['evaluate'],
      ['doctor'],
      ['engine', 'install'],
    ]
      .map((command) => execFileSync(process.execPath, ['dist/cli.cjs', ...command, '--help'], { encoding: 'utf8' }))
      .join('\n');
    const options = [...new Set(usage.match(/--[a-z-]+/g))];
    assert.ok(options.length >= 20);
    for (const option of options) assert.ok(help.includes(option), option);
  });

  it('names only commands that the extension contributes', () => {
    const titles = manifest.contributes.commands.map(({ category, title }) => `${category}: ${title}`);
    for (const named of readme.match(/(?<=")ResNet: [A-Z][A-Za-z0-9 -]+(?=")/g) ?? [])
      assert.ok(titles.includes(named), named);
  });
});
