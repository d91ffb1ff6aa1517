import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { withInstallLock } from '../../src/trainer/install/installLock';

describe('the lock of an installation', function () {
  this.timeout(60_000);
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'resnet-lock-'));
    file = path.join(folder, 'lock');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const free = () => ({ file, signal: new AbortController().signal, onWait: () => undefined });

  /** A request that is given up as soon as it has to wait. */
  function impatient() {
    const controller = new AbortController();
    return { file, signal: controller.signal, onWait: () => controller.abort() };
  }

  const hold = (holder: object) => writeFile(file, JSON.stringify({ token: 'x', ...holder }));

  it('lets one work after the other', async () => {
    const log: string[] = [];
    const work = (name: string) => async () => {
      log.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 100));
      log.push(`${name} ends`);
    };
    await Promise.all([withInstallLock(free(), work('a')), withInstallLock(free(), work('b'))]);
    const first = log[0]?.charAt(0) === 'a' ? ['a', 'b'] : ['b', 'a'];
    assert.deepEqual(
      log,
      first.flatMap((name) => [`${name} begins`, `${name} ends`]),
    );
    assert.ok(!existsSync(file));
  });

  it('is given back when the work fails', async () => {
    await assert.rejects(
      withInstallLock(free(), () => Promise.reject(new Error('no'))),
      /no/,
    );
    assert.equal(await withInstallLock(impatient(), () => Promise.resolve(1)), 1);
  });

  it('is taken over from a process that died', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    await hold({ pid, host: hostname() });
    assert.equal(await withInstallLock(impatient(), () => Promise.resolve(1)), 1);
  });

  it('is left to a process that lives', async () => {
    await hold({ pid: process.pid, host: hostname() });
    await assert.rejects(
      withInstallLock(impatient(), () => Promise.resolve(1)),
      { name: 'AbortError' },
    );
    assert.ok(existsSync(file));
  });

  it('is left to another host as long as that gives signs of life', async () => {
    await hold({ pid: 1, host: 'another host' });
    await assert.rejects(
      withInstallLock(impatient(), () => Promise.resolve(1)),
      { name: 'AbortError' },
    );
    await utimes(file, new Date(0), new Date(0));
    assert.equal(await withInstallLock(impatient(), () => Promise.resolve(1)), 1);
  });

  it('is taken over when it is damaged and old', async () => {
    await writeFile(file, '');
    await utimes(file, new Date(0), new Date(0));
    assert.equal(await withInstallLock(impatient(), () => Promise.resolve(1)), 1);
  });
});
