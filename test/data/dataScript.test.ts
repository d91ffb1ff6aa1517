import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile, stat, truncate } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { officialMd5 } from '../../src/trainer/data/cifar10Layout';
import { hasMd5 } from '../../src/trainer/data/fileMd5';
import { writeOfficialFolder } from './officialFolder';
import { temporaryFolder } from './temporaryFolder';

const run = promisify(execFile);

describe('scripts/data.mjs', function () {
  this.timeout(180_000);
  const folder = temporaryFolder();

  function printFolder(environment: { readonly RESNET_HOME: string }) {
    return run(process.execPath, ['scripts/data.mjs', '--print'], { env: { ...process.env, ...environment } });
  }

  it('converts the real images over what is not whole, once, and prints their folder alone', async () => {
    const target = path.join(folder.path, 'data', 'cifar-10-batches-bin');
    await writeOfficialFolder(target);
    await truncate(path.join(target, 'data_batch_3.bin'), 5);
    const { stdout } = await printFolder({ RESNET_HOME: folder.path });
    assert.equal(stdout, `${target}\n`);
    const { signal } = new AbortController();
    for (const [name, sum] of Object.entries(officialMd5))
      assert.ok(await hasMd5(path.join(target, name), sum, signal), name);
    assert.equal((await readFile(path.join(target, 'batches.meta.txt'), 'utf8')).length, 61);
    assert.deepEqual(await readdir(path.join(folder.path, 'data')), ['cifar-10-batches-bin']);

    const made = await stat(target);
    assert.deepEqual(await printFolder({ RESNET_HOME: folder.path }), { stdout: `${target}\n`, stderr: '' });
    assert.equal((await stat(target)).ino, made.ino);
  });

  it('says in one line what went wrong', async () => {
    const inTheWay = path.resolve('package.json');
    await assert.rejects(printFolder({ RESNET_HOME: inTheWay }), (error) => {
      assert.ok(error instanceof Error && 'stderr' in error && 'stdout' in error && 'code' in error);
      assert.equal(error.code, 1);
      assert.equal(error.stdout, '');
      assert.match(String(error.stderr), /^CIFAR-10 can't be put into .*package\.json.*\n$/);
      return true;
    });
  });
});
