import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Progress } from '../../src/protocol/engine';
import { findEngine, type InstalledEngine, listEngines } from '../../src/trainer/install/installedEngines';
import { installRelease, type ReleaseInstallation } from '../../src/trainer/install/installRelease';
import type { Release } from '../../src/trainer/install/releases';
import { fakeCompiler, fakePip, openSandbox, type Sandbox } from './installCommands';
import { type Behaviour, type FileServer, serveFile } from './installServer';
import { zipOf } from './installZip';

const library = 'a library '.repeat(10_000);
const wheel = zipOf({ 'tensorflow/libtensorflow_cc.so.2': library, 'tensorflow/include/c/x.h': 'x', 'other.py': 'y' });

const release: Release = {
  id: 'tensorflow-1.0-test',
  engine: 'tensorflow',
  title: 'TensorFlow',
  version: '1.0',
  glibc: '2.27',
  wheels: [
    {
      package: 'tensorflow-cpu',
      version: '1.0',
      python: '3.13',
      tag: 'manylinux_2_27_x86_64',
      file: 'tensorflow_cpu-1.0-cp313.whl',
      bytes: wheel.length,
      sha256: createHash('sha256').update(wheel).digest('hex'),
      keep: ['tensorflow/libtensorflow_cc.so.2'],
      unpackedBytes: library.length,
      headers: ['tensorflow/include/c/'],
      headerBytes: 1,
    },
  ],
};

describe('installing a release', function () {
  this.timeout(60_000);
  let sandbox: Sandbox;
  let server: FileServer | undefined;
  beforeEach(async () => {
    sandbox = await openSandbox();
    await sandbox.command('g++', fakeCompiler(sandbox.folder));
  });
  afterEach(async () => {
    await server?.close();
    await sandbox.dispose();
  });

  const home = () => path.join(sandbox.folder, 'home');
  const engines = () => path.join(home(), 'engines');
  const partial = () => path.join(home(), 'downloads', 'tensorflow_cpu-1.0-cp313.whl.partial');

  async function serve(behaviours: readonly Behaviour[]): Promise<void> {
    server = await serveFile(wheel, behaviours);
    const copy = path.join(sandbox.folder, 'index.whl');
    await writeFile(copy, wheel);
    const address = `${server.origin}/files/tensorflow_cpu-1.0-cp313.whl`;
    await sandbox.command('python3', fakePip({ folder: sandbox.folder, address, copy }));
  }

  function install(o: Partial<ReleaseInstallation> = {}): Promise<InstalledEngine> {
    const signal = new AbortController().signal;
    const prove = () => Promise.resolve();
    const prebuilt = path.join(sandbox.folder, 'no prebuilt addon');
    return installRelease({ home: home(), release, signal, onProgress: () => undefined, prove, prebuilt, ...o });
  }

  it('downloads, unpacks, compiles and proves an engine, and leaves nothing else', async () => {
    await serve(['whole']);
    const progress: Progress[] = [];
    const proved: string[] = [];
    const engine = await install({
      onProgress: (report) => progress.push(report),
      prove: async ({ folder }) =>
        void proved.push(await readFile(path.join(folder, 'binding/tfjs_binding.node'), 'utf8')),
    });
    const folder = path.join(engines(), release.id);
    const binding = path.join(folder, 'binding', 'tfjs_binding.node');
    const bytes = library.length + 'addon'.length;
    assert.deepEqual(engine, {
      id: release.id,
      engine: 'tensorflow',
      version: '1.0',
      folder,
      binding,
      bytes,
      from: undefined,
    });
    assert.deepEqual(proved, ['addon']);
    assert.deepEqual(
      [...new Set(progress.map(({ phase }) => phase))],
      [
        'Asking pip for TensorFlow 1.0',
        'Downloading TensorFlow 1.0',
        'Checking TensorFlow 1.0',
        'Unpacking TensorFlow 1.0',
        'Compiling the native addon',
        'Trying the engine',
      ],
    );
    assert.deepEqual((await readdir(home(), { recursive: true })).sort(), [
      'downloads',
      'engines',
      ...['', '/binding', '/binding/tfjs_binding.node', '/manifest.json', '/tensorflow']
        .concat('/tensorflow/libtensorflow_cc.so.2')
        .map((name) => `engines/${release.id}${name}`),
    ]);
    assert.equal(await sandbox.written('pip.log'), '', 'pip was ended before it downloaded');
  });

  it('compiles against the unpacked libraries, to be found relative to the addon', async () => {
    await serve(['whole']);
    await install();
    const log = await sandbox.written('compiler.log');
    assert.match(log, /"-Wl,-rpath,\$ORIGIN\/\.\.\/tensorflow"/);
    assert.match(log, /"-l:libtensorflow_cc\.so\.2"/);
    assert.match(log, /"-L[^"]*\/home\/engines\/\.staging-[^"]*\/tensorflow"/);
  });

  it('takes the addon made beforehand where there is one, and needs neither headers nor a compiler', async () => {
    await serve(['whole']);
    await sandbox.command('g++', 'process.exit(1)');
    const prebuilt = path.join(sandbox.folder, 'tfjs_binding.node');
    await writeFile(prebuilt, 'made beforehand');
    const phases: string[] = [];
    const engine = await install({ prebuilt, onProgress: ({ phase }) => phases.push(phase) });
    assert.equal(await readFile(engine.binding, 'utf8'), 'made beforehand');
    assert.ok(!phases.some((phase) => phase.startsWith('Compiling')));
    assert.ok(!existsSync(path.join(engine.folder, 'tensorflow', 'include')));
  });

  it('names and numbers the wheels of a release of several', async () => {
    await serve(['whole']);
    const [wheel] = release.wheels;
    assert.ok(wheel);
    const wheels = [wheel, { ...wheel, package: 'nvidia-cudnn-cu12' }];
    const phases = new Set<string>();
    await install({ release: { ...release, wheels }, onProgress: ({ phase }) => phases.add(phase) });
    for (const phase of [
      'Unpacking TensorFlow 1.0, 1 of 2: tensorflow-cpu',
      'Unpacking TensorFlow 1.0, 2 of 2: nvidia-cudnn-cu12',
    ])
      assert.ok(phases.has(phase), [...phases].join());
  });

  it('does nothing when the engine is there', async () => {
    await serve(['whole']);
    const first = await install();
    await sandbox.command('g++', 'process.exit(1)');
    assert.deepEqual(await install({ prove: () => Promise.reject(new Error('not again')) }), first);
    assert.equal(server?.ranges.length, 1);
  });

  it('builds once when two want it at the same time', async () => {
    await serve(['whole']);
    const [a, b] = await Promise.all([install(), install()]);
    assert.deepEqual(a, b);
    assert.equal((await sandbox.written('compiler.log')).trim().split('\n').length, 1);
    assert.deepEqual(await readdir(engines()), [release.id]);
  });

  it('has pip download where the address gives nothing', async () => {
    await serve(['missing']);
    assert.equal((await install()).version, '1.0');
    assert.equal(await sandbox.written('pip.log'), 'downloaded\n');
  });

  it('deletes a file with the wrong hash and says so', async () => {
    await serve(['wrong bytes']);
    await assert.rejects(install(), {
      name: 'UserError',
      message: /tensorflow_cpu-1\.0-cp313\.whl is damaged .* SHA-256 differs.* deleted/,
    });
    assert.ok(!existsSync(partial()));
    assert.deepEqual(await readdir(engines()), []);
  });

  it('leaves nothing that looks installed when the engine does not work, and keeps the download', async () => {
    await serve(['whole', 'missing']);
    await assert.rejects(install({ prove: () => Promise.reject(new Error('wrong product')) }), /wrong product/);
    assert.deepEqual(await readdir(engines()), []);
    assert.equal((await stat(partial())).size, wheel.length);
    await sandbox.command('python3', 'process.exit(1)');
    assert.equal((await install()).version, '1.0', 'the next attempt needs neither network nor Python');
    assert.ok(!existsSync(partial()));
  });

  it('does not take what a killed installation left for an engine, and clears it away', async () => {
    await serve(['whole']);
    const engine = await install();
    const left = path.join(engines(), `.staging-${release.id}-abc`);
    await mkdir(left);
    await writeFile(path.join(left, 'manifest.json'), await readFile(path.join(engine.folder, 'manifest.json')));
    await writeFile(path.join(engine.folder, 'manifest.json'), '{"format": 1, "engine":');
    const lock = path.join(engines(), `.${release.id}.lock`);
    await writeFile(lock, '{}');
    await utimes(lock, new Date(0), new Date(0));
    assert.deepEqual(await listEngines(home()), []);
    assert.deepEqual(await install(), engine);
    assert.deepEqual(await readdir(engines()), [release.id]);
  });

  it('says that it was cancelled while downloading, and goes on from there the next time', async () => {
    await serve(['stops', 'whole']);
    const controller = new AbortController();
    const timer = setInterval(() => existsSync(partial()) && statSync(partial()).size > 0 && controller.abort(), 20);
    await assert
      .rejects(install({ signal: controller.signal }), {
        name: 'UserError',
        message: /^Fetching TensorFlow 1\.0 was cancelled/,
      })
      .finally(() => clearInterval(timer));
    assert.deepEqual(await readdir(engines()), []);
    const { size } = await stat(partial());
    await install();
    assert.deepEqual(server?.ranges, ['', `bytes=${size}-`]);
  });

  it('ends the compiler when it is cancelled', async () => {
    await serve(['whole']);
    const pid = JSON.stringify(path.join(sandbox.folder, 'pid'));
    const endless = `require('node:fs').writeFileSync(${pid}, String(process.pid)); setInterval(() => undefined, 1000);`;
    await sandbox.command('g++', `if (!process.argv.includes('--version')) { ${endless} }`);
    const controller = new AbortController();
    const installing = install({ signal: controller.signal });
    const timer = setInterval(() => existsSync(path.join(sandbox.folder, 'pid')) && controller.abort(), 50);
    await assert.rejects(installing, /was cancelled/).finally(() => clearInterval(timer));
    const compiler = Number(await sandbox.written('pid'));
    assert.throws(() => process.kill(compiler, 0), { code: 'ESRCH' });
    assert.equal(await findEngine(home(), 'tensorflow'), undefined);
  });

  it('says what the compiler said', async () => {
    await serve(['whole']);
    const fails = `if (!process.argv.includes('--version')) { console.error('x.cc:1:1: fatal error: napi.h: No such file'); process.exit(1); }`;
    await sandbox.command('g++', fails);
    await assert.rejects(install(), {
      name: 'UserError',
      message: /could not be compiled: x\.cc:1:1: fatal error: napi\.h/,
    });
  });

  it('checks the disk before it downloads', async () => {
    await serve(['whole']);
    const wheels = release.wheels.map((item) => ({ ...item, unpackedBytes: 1e18 }));
    await assert.rejects(install({ release: { ...release, wheels } }), {
      name: 'UserError',
      message: /^The installation needs 1000000000\.\d\d GB and .* GB free/,
    });
    assert.deepEqual(server?.ranges, []);
  });

  it('checks the C library before it downloads', async () => {
    await serve(['whole']);
    await sandbox.command('getconf', 'console.log("glibc 2.9")');
    await assert.rejects(install(), {
      name: 'UserError',
      message: /needs the GNU C library 2\.27 or newer and this system has 2\.9/,
    });
    await sandbox.command('getconf', 'process.exit(1)');
    await assert.rejects(install(), { name: 'UserError', message: /this system has another C library/ });
    await sandbox.command('getconf', 'console.log("glibc 2.27")');
    await install();
  });

  it("tells the system's own reason in a sentence", async () => {
    await writeFile(path.join(sandbox.folder, 'file'), '');
    await assert.rejects(install({ home: path.join(sandbox.folder, 'file') }), {
      name: 'UserError',
      message: /TensorFlow 1\.0 could not be installed: ENOTDIR/,
    });
  });
});
