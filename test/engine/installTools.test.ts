import assert from 'node:assert/strict';
import path from 'node:path';
import { findCompiler, findPython } from '../../src/trainer/install/findTools';
import { isAtLeast } from '../../src/trainer/install/isAtLeast';
import { pipFault } from '../../src/trainer/install/pipFault';
import { proveEngine } from '../../src/trainer/install/proveEngine';
import { releaseFor, releaseSizes } from '../../src/trainer/install/releases';
import { fakeCompiler, openSandbox, type Sandbox } from './installCommands';

const { signal } = new AbortController();

const noPip = 'console.error("python: No module named pip"); process.exit(1)';
const pip = (version: string) => `console.log("pip ${version} from somewhere (python 3.11)")`;

describe('what an installation needs', function () {
  this.timeout(30_000);
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await openSandbox();
  });
  afterEach(() => sandbox.dispose());

  it('names the package where there is no compiler', async () => {
    await assert.rejects(findCompiler(signal), { name: 'UserError', message: /none was found: install g\+\+/ });
  });

  it('takes CXX before g++, and passes over a compiler that does not run', async () => {
    await sandbox.command('c++', fakeCompiler(sandbox.folder));
    await sandbox.command('g++', 'process.exit(127)');
    assert.equal(await findCompiler(signal), 'c++');
    await sandbox.command('my-c++', fakeCompiler(sandbox.folder));
    process.env['CXX'] = 'my-c++';
    assert.equal(await findCompiler(signal), 'my-c++');
  });

  it('finds a Python with a usable pip', async () => {
    await sandbox.command('python3', noPip);
    await sandbox.command('python', pip('20.3.4'));
    assert.equal(await findPython(undefined, signal), 'python');
    const chosen = path.join(sandbox.folder, 'bin', 'python');
    assert.equal(await findPython(chosen, signal), chosen);
  });

  it('says that Python is missing', async () => {
    await assert.rejects(findPython(undefined, signal), {
      name: 'UserError',
      message: /^Python 3 .* was not found: install python3/,
    });
    await assert.rejects(findPython('/no/python', signal), {
      name: 'UserError',
      message: /^The Python at \/no\/python could not be run/,
    });
  });

  it('says that pip is missing or too old', async () => {
    await sandbox.command('python3', noPip);
    await assert.rejects(findPython(undefined, signal), {
      name: 'UserError',
      message: /its pip was not: install python3-pip/,
    });
    await sandbox.command('python3', pip('20.2.4'));
    await assert.rejects(findPython(undefined, signal), {
      name: 'UserError',
      message: /pip is too old .* 20\.3 or newer/,
    });
  });

  it('says that an addon does not load', async () => {
    await sandbox.command('g++', fakeCompiler(sandbox.folder, 'no shared library'));
    const folder = sandbox.folder;
    await assert.rejects(proveEngine({ folder, version: '1.0', signal }), {
      name: 'UserError',
      message: /^The engine was built but does not work here: .*(Error|error)/,
    });
  });
});

describe('a release', () => {
  const pinned = [
    ['tensorflow', 'linux-x64', 1, 0.274, 0.853],
    ['tensorflow', 'linux-arm64', 1, 0.282, 0.883],
    ['tensorflow', 'darwin-arm64', 1, 0.224, 0.741],
    ['tensorflow-gpu', 'linux-x64', 13, 3.38, 5.595],
  ] as const;
  for (const [engine, platform, wheels, download, disk] of pinned)
    it(`of ${engine} is pinned for ${platform}, with its sizes in GB`, () => {
      const release = releaseFor(engine, platform);
      assert.equal(release.id, `${engine}-${release.version}-${platform}`);
      assert.equal(release.wheels.length, wheels);
      for (const wheel of release.wheels) {
        assert.match(wheel.sha256, /^[0-9a-f]{64}$/);
        assert.ok(wheel.file.includes(wheel.version) && wheel.file.endsWith('.whl'));
      }
      const sizes = releaseSizes(release);
      assert.ok(Math.abs(sizes.download / 1e9 - download) < 0.001, String(sizes.download));
      assert.ok(Math.abs(sizes.disk / 1e9 - disk) < 0.001, String(sizes.disk));
    });

  it('says on which platforms it can be installed', () => {
    assert.throws(() => releaseFor('tensorflow', 'plan9-x64'), {
      name: 'UserError',
      message: /can be installed on linux-x64, linux-arm64, darwin-arm64 only and this is plan9-x64/,
    });
  });

  it('compares versions by their numbers', () => {
    const pairs = [
      ['2.27', '2.27', true],
      ['2.36', '2.27', true],
      ['2.9', '2.27', false],
      ['3', '2.27', true],
      ['2.27.1', '2.27', true],
      ['another C library', '2.27', false],
    ] as const;
    for (const [version, oldest, expected] of pairs) assert.equal(isAtLeast(version, oldest), expected, version);
  });
});

describe("pip's words", () => {
  const [wheel] = releaseFor('tensorflow', 'linux-x64').wheels;
  const outputs: readonly (readonly [name: string, output: string, sentence: RegExp])[] = [
    [
      'no network',
      "WARNING: Retrying after connection broken by 'NewConnectionError(...: Failed to establish a new connection)'\nERROR: No matching distribution found for x",
      /^pip could not reach its package index to download tensorflow-cpu/,
    ],
    ['another file', 'ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.', /SHA-256 differs/],
    ['full disk', 'ERROR: Could not install: [Errno 28] No space left on device', /^The disk is full/],
    ['not offered', 'ERROR: No matching distribution found for tensorflow-cpu', /does not offer tensorflow-cpu/],
    [
      'anything else',
      'noise\nERROR: something odd\nRemoved build tracker',
      /^pip could not download .*: ERROR: something odd$/,
    ],
    ['nothing', '', /it gave no reason$/],
  ];
  for (const [name, output, sentence] of outputs)
    it(`are told in a sentence: ${name}`, () => {
      assert.ok(wheel !== undefined);
      assert.match(pipFault(output, wheel).message, sentence);
    });
});
