import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readlink, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cacheFolder } from '../../src/trainer/cacheFolder';
import {
  findEngine,
  listEngines,
  removeEngine,
  type InstalledEngine,
} from '../../src/trainer/install/installedEngines';
import { linkEngine } from '../../src/trainer/install/linkEngine';
import { activePythons, pythonEnvironments, pythonTensorFlow } from '../../src/trainer/install/pythonTensorFlow';
import { openSandbox, type Sandbox } from './installCommands';

const { signal } = new AbortController();

describe('the TensorFlow of a Python environment', function () {
  this.timeout(60_000);
  let installed: InstalledEngine;
  let sandbox: Sandbox;
  let packages: string;
  before(async () => {
    const found = await findEngine(cacheFolder(), 'tensorflow');
    assert.ok(found, 'the native engine must be installed');
    installed = found;
  });
  beforeEach(async () => {
    sandbox = await openSandbox();
    packages = path.join(await realpath(sandbox.folder), 'site-packages');
    await mkdir(path.join(packages, 'tensorflow', 'python', 'platform'), { recursive: true });
  });
  afterEach(() => sandbox.dispose());

  const home = (): string => path.join(sandbox.folder, 'home');

  /** An interpreter that answers as one with TensorFlow does; the libraries are the installed engine's. */
  async function environment({ cuda = false } = {}): Promise<string> {
    const folder = path.join(packages, 'tensorflow');
    for (const name of ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'])
      await symlink(path.join(installed.folder, 'tensorflow', name), path.join(folder, name));
    const info = `build_info = collections.OrderedDict([('is_cuda_build', ${cuda ? 'True' : 'False'})])\n`;
    await writeFile(path.join(folder, 'python', 'platform', 'build_info.py'), info);
    const answer = JSON.stringify({ folder, version: installed.version });
    await sandbox.command(
      'python-with',
      `console.log('a warning'); console.log('found:' + ${JSON.stringify(answer)});`,
    );
    return 'python-with';
  }

  it('is found without being imported, with its version and whether it is made for CUDA', async () => {
    const python = await environment({ cuda: true });
    assert.deepEqual(await pythonTensorFlow(python, signal), {
      python,
      packages,
      version: installed.version,
      cuda: true,
    });
  });

  it('is looked for in the interpreters that are active, each environment once', async () => {
    const python = await environment();
    await sandbox.command('python-without', `console.log('found:' + JSON.stringify({ folder: null, version: null }));`);
    await sandbox.command('python-broken', 'process.exit(1)');
    const found = await pythonEnvironments([python, 'python-without', 'python-broken', 'no-python', python], signal);
    assert.deepEqual(
      found.map((one) => one.python),
      [python],
    );
    const active = activePythons({ RESNET_PYTHON: '/p/python', VIRTUAL_ENV: '/venv', CONDA_PREFIX: '/conda' });
    assert.deepEqual(active, ['/p/python', '/venv/bin/python', '/conda/bin/python', 'python3']);
  });

  it('becomes an engine that works, with nothing copied but the addon, and goes without harm to it', async () => {
    const python = await environment();
    const linked = await linkEngine({
      home: home(),
      python,
      signal,
      onProgress: () => undefined,
      prebuilt: installed.binding,
    });
    assert.equal(linked.engine, 'tensorflow');
    assert.equal(linked.version, installed.version);
    assert.equal(linked.from, packages);
    assert.ok(linked.bytes < 5e6, `${linked.bytes} bytes of its own`);
    assert.equal(await readlink(path.join(linked.folder, 'tensorflow')), path.join(packages, 'tensorflow'));
    assert.deepEqual(await listEngines(home()), [linked]);
    await removeEngine(home(), linked.id);
    assert.deepEqual(await listEngines(home()), []);
    assert.ok(existsSync(path.join(packages, 'tensorflow', 'libtensorflow_cc.so.2')));
  });

  it('is no engine any more when the environment has changed', async () => {
    const python = await environment();
    const prove = (): Promise<void> => Promise.resolve();
    const o = { home: home(), python, signal, onProgress: () => undefined, prove, prebuilt: installed.binding };
    await linkEngine(o);
    const library = path.join(packages, 'tensorflow', 'libtensorflow_framework.so.2');
    await rm(library);
    await writeFile(library, 'another version');
    assert.deepEqual(await listEngines(home()), []);
    assert.equal((await linkEngine(o)).from, packages);
  });

  it('is refused in a sentence where there is none, or where it does not load', async () => {
    await sandbox.command('python-without', `console.log('found:' + JSON.stringify({ folder: null, version: null }));`);
    const o = { home: home(), signal, onProgress: () => undefined };
    await assert.rejects(linkEngine({ ...o, python: 'python-without' }), {
      name: 'UserError',
      message: 'The Python at python-without has no TensorFlow: name one that has, or have it downloaded.',
    });
    const python = await environment();
    const addon = path.join(sandbox.folder, 'addon.node');
    await writeFile(addon, 'no addon');
    await assert.rejects(linkEngine({ ...o, python, prebuilt: addon }), {
      name: 'UserError',
      message: /does not work here/,
    });
    assert.deepEqual(await listEngines(home()), []);
  });

  it('is asked of a real interpreter', async () => {
    const scratch = await mkdtemp(path.join(tmpdir(), 'python-'));
    try {
      const folder = path.join(scratch, 'tensorflow');
      await mkdir(folder);
      await writeFile(path.join(folder, '__init__.py'), 'raise SystemExit("it must not be imported")');
      await mkdir(path.join(scratch, 'tensorflow_cpu-2.20.0.dist-info'));
      await writeFile(
        path.join(scratch, 'tensorflow_cpu-2.20.0.dist-info', 'METADATA'),
        'Metadata-Version: 2.1\nName: tensorflow-cpu\nVersion: 2.20.0\n',
      );
      await sandbox.dispose(); // back to the real path
      process.env['PYTHONPATH'] = scratch;
      const found = await pythonTensorFlow('python3', signal);
      assert.deepEqual(found, { python: 'python3', packages: scratch, version: '2.20.0', cuda: false });
      assert.ok((await readFile(path.join(folder, '__init__.py'), 'utf8')).includes('SystemExit'));
    } finally {
      delete process.env['PYTHONPATH'];
      await rm(scratch, { recursive: true });
    }
  });
});
