import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { freshFolder, runCli, type CliResult } from './runCli';

interface Engine {
  readonly engine: string;
  readonly usable: boolean;
  readonly detail: string;
}

interface Report {
  readonly engines: readonly Engine[];
  readonly choice: string;
  readonly cacheFolder: string;
  readonly data: readonly { readonly name: string; readonly usable: boolean; readonly detail: string }[];
}

interface PassedOver {
  readonly engine: string;
  readonly reason: string;
}

const ladder = ['tensorflow-gpu', 'tensorflow', 'webgpu', 'wasm', 'cpu'];
const training = 'train --model resnet8-cifar --limit-train 8 --limit-test 4 --batch-size 4 --epochs 1 --json';

async function doctor(env: Readonly<Record<string, string>> = {}): Promise<Report> {
  const { code, stdout, stderr } = await runCli('doctor --json', { env });
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout) as Report;
}

const detailOf = ({ engines }: Report, name: string): string =>
  engines.find(({ engine }) => engine === name)?.detail ?? '';

/** What the run said when it started. */
function startOf(run: CliResult): {
  readonly engine: string;
  readonly data: string;
  readonly passedOver: PassedOver[];
} {
  assert.equal(run.code, 0, run.stderr);
  const start = run.events[0];
  assert.equal(start?.type, 'start');
  return {
    engine: String(start['engine']),
    data: String(start['data']),
    passedOver: start['passedOver'] as PassedOver[], // its rows are compared whole
  };
}

describe('resnet doctor', function () {
  this.timeout(60_000);

  for (const [where, env] of [
    ['here', {}],
    ['without a cache', { RESNET_HOME: freshFolder() }],
  ] as const)
    it(`${where}: reports every engine in the order of trying, and takes the first that works`, async () => {
      const { engines, choice } = await doctor(env);
      assert.deepEqual(
        engines.map(({ engine }) => engine),
        ladder,
      );
      for (const { engine, usable, detail } of engines) {
        assert.ok(detail.length > 5, engine);
        assert.ok(usable || detail.endsWith('.'), `${engine}: ${detail}`);
      }
      assert.equal(choice, engines.find(({ usable }) => usable)?.engine);
    });

  it('without a cache: says how to get TensorFlow and CIFAR-10', async () => {
    const home = freshFolder();
    const report = await doctor({ RESNET_HOME: home });
    assert.equal(report.cacheFolder, home);
    assert.match(detailOf(report, 'tensorflow'), /not installed: .*"ResNet: Install Engine".*`resnet engine install`/);
    assert.deepEqual(
      report.engines.filter(({ engine }) => /tensorflow|wasm|cpu/.test(engine)).map(({ usable }) => usable),
      [false, false, true, true],
    );
    const [embedded, cifar10] = report.data;
    assert.deepEqual([embedded?.name, embedded?.usable], ['embedded', true]);
    assert.deepEqual([cifar10?.name, cifar10?.usable], ['cifar10', false]);
    assert.match(cifar10?.detail ?? '', /resnet data download/);
  });

  it('has a text for people', async () => {
    const { code, stdout } = await runCli('doctor', { env: { RESNET_HOME: freshFolder() } });
    assert.equal(code, 0);
    assert.match(stdout, /^Training would use: (wasm|webgpu)$/m);
    assert.match(stdout, /^✗ tensorflow: .*Install Engine/m);
    assert.match(stdout, /^✓ wasm: WebAssembly/m);
  });
});

describe('an engine chosen by itself', function () {
  this.timeout(120_000);

  it('without a cache: WASM, unless there is a GPU for WebGPU; says why the ones before were passed over', async () => {
    const env = { RESNET_HOME: freshFolder() };
    const report = await doctor(env);
    const webgpu = report.engines.some(({ engine, usable }) => engine === 'webgpu' && usable);
    const { engine, data, passedOver } = startOf(await runCli(`${training} --engine auto --data auto`, { env }));
    assert.equal(engine, webgpu ? 'webgpu' : 'wasm');
    assert.equal(data, 'embedded');
    assert.deepEqual(
      passedOver,
      ladder.slice(0, ladder.indexOf(engine)).map((name) => ({ engine: name, reason: detailOf(report, name) })),
    );
    for (const { engine: name, reason } of passedOver) assert.match(reason, /^[A-Z].*\.$/, name);
  });

  it('with CIFAR-10 in the cache: its data', async () => {
    const official = process.env['RESNET_CIFAR10'] ?? '';
    assert.notEqual(official, '', 'RESNET_CIFAR10 names the converted folder');
    const home = freshFolder();
    mkdirSync(path.join(home, 'data'));
    symlinkSync(official, path.join(home, 'data', 'cifar-10-batches-bin'), 'junction');
    const env = { RESNET_HOME: home };
    assert.equal((await doctor(env)).data.find(({ name }) => name === 'cifar10')?.usable, true);
    assert.equal(startOf(await runCli(`${training} --engine wasm --data auto`, { env })).data, 'cifar10');
    assert.equal(startOf(await runCli(`${training} --engine wasm --data embedded`, { env })).data, 'embedded');
  });
});

describe('an engine asked for by name that cannot be used', function () {
  this.timeout(60_000);
  const hasDriver = ['/proc/driver/nvidia/version', '/dev/nvidiactl', '/dev/dxg'].some((file) => existsSync(file));
  const gpu = hasDriver ? /CUDA is not installed.*\.$/ : /No NVIDIA driver was found on this machine\.$/;

  for (const [engine, sentence] of [
    ['tensorflow-gpu', gpu],
    ['tensorflow', /not installed: .*Install Engine.*\.$/],
  ] as const)
    it(`${engine}: one sentence, and no other is taken for it`, async () => {
      const run = await runCli(`${training} --engine ${engine} --data embedded`, {
        env: { RESNET_HOME: freshFolder() },
      });
      assert.equal(run.code, 1, run.stderr);
      assert.equal(run.stderr.trim().split('\n').length, 1, run.stderr);
      assert.ok(run.stderr.startsWith(`resnet: The engine "${engine}" can't be used: `), run.stderr);
      assert.match(run.stderr.trim(), sentence);
      assert.deepEqual(
        run.events.map(({ type }) => type),
        ['error'],
      );
    });
});

describe('resnet engine list', function () {
  this.timeout(60_000);
  const list = async (env: Readonly<Record<string, string>> = {}): Promise<readonly Record<string, unknown>[]> => {
    const { code, stdout, stderr } = await runCli('engine list --json', { env });
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout) as readonly Record<string, unknown>[];
  };

  it('names the native engine and its addon', async () => {
    const native = (await list()).find(({ engine }) => engine === 'tensorflow');
    assert.ok(existsSync(String(native?.['binding'])));
    assert.match(String(native?.['id']), /^tensorflow-\d+\.\d+\.\d+-/);
    assert.ok(Number(native?.['bytes']) > 1e7);
  });

  it('is empty without a cache', async () => {
    assert.deepEqual(await list({ RESNET_HOME: freshFolder() }), []);
    const { stdout } = await runCli('engine list', { env: { RESNET_HOME: freshFolder() } });
    assert.equal(stdout, 'No engine is installed.');
  });
});

describe('npx resnet', function () {
  this.timeout(60_000);
  it('runs the command line from the root of the repository', async () => {
    const { stdout } = await promisify(execFile)('npx', ['--no-install', 'resnet', 'describe', 'resnet18']);
    assert.match(stdout, /parameters 11,689,512/);
  });
});
