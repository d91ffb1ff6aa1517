import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packaged } from './packaged';

describe('the npm package, installed into a clean folder without a network', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(path.join(tmpdir(), 'resnet-clean-'));
  const home = path.join(folder, 'home');
  const run = (program: string, ...args: readonly string[]): string =>
    execFileSync(program, args, { cwd: folder, env: cleanEnvironment(), encoding: 'utf8' });

  /** Ours, less what the tests and npm tell their children; caches are empty folders. */
  function cleanEnvironment(): NodeJS.ProcessEnv {
    const own = Object.entries(process.env).filter(([name]) => !/^(npm_|RESNET_)/i.test(name));
    const cache = { npm_config_cache: path.join(folder, 'cache'), npm_config_offline: 'true' };
    return { ...Object.fromEntries(own), ...cache, RESNET_HOME: home };
  }

  before(() => {
    const tarball = packaged('npm').get('npm') ?? '';
    writeFileSync(path.join(folder, 'package.json'), '{ "private": true }');
    run('npm', 'install', '--offline', '--no-audit', '--no-fund', tarball);
  });

  it('is all that is installed, without native parts', () => {
    assert.deepEqual(
      readdirSync(path.join(folder, 'node_modules')).filter((name) => !name.startsWith('.')),
      ['resnet-inspector'],
    );
    const files = readdirSync(path.join(folder, 'node_modules/resnet-inspector'), {
      recursive: true,
      encoding: 'utf8',
    });
    assert.deepEqual(
      files.filter((name) => /\.(node|map|ts)$/.test(name)),
      [],
    );
  });

  it('describes a network', () => {
    assert.match(run('npx', 'resnet', 'describe', 'resnet34'), /21,797,672/);
  });

  it('says what it lacks for WebGPU', () => {
    assert.match(run('npx', 'resnet', 'doctor'), /webgpu: WebGPU needs Dawn, which is not part of this package/);
  });

  it('trains on its own images with WebAssembly', () => {
    const numbers = '--limit-train 64 --limit-test 20 --batch-size 32 --epochs 1 --engine wasm --json';
    const lines = run('npx', 'resnet', 'train', '--model', 'resnet20-cifar', ...numbers.split(' '))
      .trim()
      .split('\n');
    const events = lines.map((line) => JSON.parse(line) as { type: string; data?: string; loss?: number });
    assert.deepEqual(
      events.map(({ type }) => type),
      ['start', 'step', 'step', 'epoch', 'done'],
    );
    assert.equal(events[0]?.data, 'embedded');
    assert.ok((events[1]?.loss ?? 0) > 0);
  });
});
