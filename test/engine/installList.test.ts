import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findEngine, listEngines, removeEngine, writeManifest } from '../../src/trainer/install/installedEngines';
import type { Release } from '../../src/trainer/install/releases';

describe('the installed engines', function () {
  this.timeout(60_000);
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'resnet-engines-'));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  async function make(engine: Release['engine'], version: string): Promise<string> {
    const id = `${engine}-${version}`;
    const folder = path.join(home, 'engines', id);
    await mkdir(path.join(folder, 'binding'), { recursive: true });
    await writeFile(path.join(folder, 'binding', 'tfjs_binding.node'), 'addon');
    await writeFile(path.join(folder, 'library.so'), 'library');
    await writeManifest(folder, { engine, version, names: ['library.so', path.join('binding', 'tfjs_binding.node')] });
    return folder;
  }

  it('are none in a new home', async () => {
    assert.deepEqual(await listEngines(path.join(home, 'nowhere')), []);
    assert.equal(await findEngine(home, 'tensorflow'), undefined);
  });

  it('are listed by what their manifests say', async () => {
    const folder = await make('tensorflow', '2.21.0');
    const binding = path.join(folder, 'binding', 'tfjs_binding.node');
    const engine = {
      id: 'tensorflow-2.21.0',
      engine: 'tensorflow',
      version: '2.21.0',
      folder,
      binding,
      bytes: 12,
      from: undefined,
    };
    assert.deepEqual(await listEngines(home), [engine]);
  });

  it('are found by engine, the newest version first', async () => {
    await make('tensorflow', '2.9.0');
    await make('tensorflow', '2.21.0');
    await make('tensorflow-gpu', '2.30.0');
    assert.equal((await findEngine(home, 'tensorflow'))?.version, '2.21.0');
    assert.equal((await findEngine(home, 'tensorflow-gpu'))?.version, '2.30.0');
  });

  const damages: Readonly<Record<string, (folder: string) => Promise<void>>> = {
    'no manifest': (folder) => rm(path.join(folder, 'manifest.json')),
    'a broken manifest': (folder) => writeFile(path.join(folder, 'manifest.json'), '{'),
    'a manifest of another kind': (folder) => writeFile(path.join(folder, 'manifest.json'), '{"format": 2}'),
    'an empty list of files': (folder) =>
      writeFile(path.join(folder, 'manifest.json'), '{"format":1,"engine":"tensorflow","version":"1","files":[]}'),
    'a file cut short': (folder) => writeFile(path.join(folder, 'library.so'), 'lib'),
    'a missing file': (folder) => rm(path.join(folder, 'library.so')),
  };
  for (const [name, damage] of Object.entries(damages))
    it(`are passed over with ${name}, and can be removed`, async () => {
      await damage(await make('tensorflow', '1.0'));
      await make('tensorflow', '0.9');
      assert.deepEqual(
        (await listEngines(home)).map(({ id }) => id),
        ['tensorflow-0.9'],
      );
      await removeEngine(home, 'tensorflow-1.0');
      assert.deepEqual(await readdir(path.join(home, 'engines')), ['tensorflow-0.9']);
    });

  it('are removed by id', async () => {
    await make('tensorflow', '1.0');
    await removeEngine(home, 'tensorflow-1.0');
    assert.deepEqual(await readdir(path.join(home, 'engines')), []);
    await assert.rejects(removeEngine(home, 'tensorflow-1.0'), {
      name: 'UserError',
      message: 'There is no engine "tensorflow-1.0" to remove: none is installed.',
    });
  });

  it('are removed by nothing but an id', async () => {
    await make('tensorflow', '1.0');
    for (const id of ['', '.', '..', '../engines', 'tensorflow-1.0/binding'])
      await assert.rejects(removeEngine(home, id), /installed are tensorflow-1\.0\./);
    assert.equal((await listEngines(home)).length, 1);
  });
});
