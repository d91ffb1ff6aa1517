import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { isAtLeast } from '../../src/trainer/install/isAtLeast';
import { packaged } from './packaged';
import { zipEntries, type ZipEntries } from './zipEntries';

const platforms = ['linux-x64', 'linux-arm64', 'darwin-arm64'] as const;
const vsixes = [...platforms, 'universal'] as const;
const limit = 12e6;

const dawn = 'extension/dist/webgpu/dawn.node';

const needed = [
  'extension.vsixmanifest',
  '[Content_Types].xml',
  'extension/package.json',
  'extension/readme.md',
  'extension/changelog.md',
  'extension/LICENSE.txt',
  'extension/dist/THIRD_PARTY_NOTICES.txt',
  'extension/dist/extension.cjs',
  'extension/dist/web.js',
  'extension/dist/trainer.cjs',
  'extension/dist/batchThread.cjs',
  'extension/dist/webview/architecture.js',
  'extension/dist/webview/elk.js',
  'extension/dist/webview/metrics.js',
  'extension/dist/wasm/tfjs-backend-wasm.wasm',
  'extension/dist/wasm/tfjs-backend-wasm-simd.wasm',
  'extension/dist/engine/binding/tfjs_backend.cc',
  'extension/dist/engine/include/node_api.h',
  'extension/media/resnet.schema.json',
  'extension/media/data/embedded-train.bin.br',
  'extension/media/data/embedded-test.bin.br',
];

/** Of everything that is not needed, what is used nonetheless: the addon's other sources, pictures, styles. */
const alsoUsed =
  /^extension\/(dist\/engine\/(binding|include)\/\w+\.(h|cc)|media\/(\w[\w-]*\.(css|svg|png)|walkthrough\/\w+\.(svg|md)))$/;

const nativePart = /^extension\/dist\/(engine\/prebuilt|webgpu)\//;

/** Which processor and system a native file is for, by the first bytes of its format. */
const formats: Readonly<Record<(typeof platforms)[number], (file: Buffer) => boolean>> = {
  'linux-x64': (file) => file.readUInt32BE(0) === 0x7f454c46 && file.readUInt16LE(18) === 62,
  'linux-arm64': (file) => file.readUInt32BE(0) === 0x7f454c46 && file.readUInt16LE(18) === 183,
  'darwin-arm64': (file) => file.readUInt32LE(0) === 0xfeedfacf && file.readUInt32LE(4) === 0x0100000c,
};

async function read(entries: ZipEntries, name: string): Promise<Buffer> {
  const contents = entries.get(name);
  assert.ok(contents, name);
  return contents();
}

describe('the VSIX files', function () {
  this.timeout(240_000);
  const entries = new Map<string, ZipEntries>();
  let files: ReadonlyMap<string, string>;

  before(async () => {
    files = packaged(...vsixes);
    for (const [part, file] of files) entries.set(part, await zipEntries(file));
  });

  for (const part of vsixes) {
    const of = (): ZipEntries => entries.get(part) ?? new Map<string, never>();

    it(`${part}: weighs at most ${limit / 1e6} MB`, () => {
      const { size } = statSync(files.get(part) ?? '');
      assert.ok(size <= limit, `${size} bytes`);
    });

    it(`${part}: has what it needs, and no sources, source maps, tests, or anything else`, () => {
      const names = [...of().keys()];
      assert.deepEqual(
        needed.filter((name) => !names.includes(name)),
        [],
      );
      assert.deepEqual(
        names.filter((name) => !needed.includes(name) && !alsoUsed.test(name) && !nativePart.test(name)),
        [],
      );
    });

    it(`${part}: has every file that its manifest names, and nothing for its development`, async () => {
      const text = (await read(of(), 'extension/package.json')).toString();
      const manifest = JSON.parse(text) as Record<string, unknown>; // made of our own file
      for (const [file] of text.matchAll(/(?<=": ")(\.\/dist|media)\/[^"]+/g))
        assert.ok(of().has(`extension/${file.replace('./', '')}`), file);
      for (const key of ['devDependencies', 'dependencies', 'scripts', 'type']) assert.ok(!(key in manifest), key);
      assert.deepEqual(manifest['extensionKind'], ['workspace']);
      const readme = (await read(of(), 'extension/readme.md')).toString();
      assert.doesNotMatch(readme, /!\[/);
    });
  }

  for (const platform of platforms)
    it(`${platform}: says so, and has Dawn for it`, async () => {
      const of = entries.get(platform) ?? new Map<string, never>();
      assert.match((await read(of, 'extension.vsixmanifest')).toString(), new RegExp(`TargetPlatform="${platform}"`));
      assert.ok(formats[platform](await read(of, dawn)));
    });

  it('linux-x64: has the prebuilt TensorFlow addon', async () => {
    const of = entries.get('linux-x64') ?? new Map<string, never>();
    const addon = await read(of, 'extension/dist/engine/prebuilt/linux-x64/tfjs_binding.node');
    assert.ok(formats['linux-x64'](addon));
    const wanted = [...new Set(addon.toString('latin1').match(/\b(?:GLIBC|GLIBCXX)_\d+(?:\.\d+)+/g))];
    assert.ok(wanted.length >= 2, 'it names the versions that it needs');
    for (const version of wanted)
      assert.ok(isAtLeast(version.startsWith('GLIBCXX') ? '3.4.21' : '2.27', version.replace(/^\w+_/, '')), version);
  });

  it('universal: is for every platform, without native parts', async () => {
    const of = entries.get('universal') ?? new Map<string, never>();
    assert.doesNotMatch((await read(of, 'extension.vsixmanifest')).toString(), /TargetPlatform/);
    assert.deepEqual(
      [...of.keys()].filter((name) => nativePart.test(name)),
      [],
    );
  });
});
