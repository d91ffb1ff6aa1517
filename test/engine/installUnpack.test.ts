import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { unpackWheel } from '../../src/trainer/install/unpackWheel';
import { zipOf } from './installZip';

const files = { 'lib/a.so': 'library', 'lib/b.py': 'script', 'include/deep/x.h': 'header', 'includes/y.h': 'other' };

describe('unpacking a wheel', function () {
  this.timeout(60_000);
  let outer: string;
  beforeEach(async () => {
    outer = await mkdtemp(path.join(tmpdir(), 'resnet-unpack-'));
  });
  afterEach(() => rm(outer, { recursive: true }));

  async function unpack(archive: Buffer, keep: readonly string[]): Promise<number> {
    const file = path.join(outer, 'x.whl');
    await writeFile(file, archive);
    let bytes = 0;
    const onBytes = (done: number) => {
      bytes = done;
    };
    await unpackWheel({ file, folder: path.join(outer, 'in'), keep, signal: new AbortController().signal, onBytes });
    return bytes;
  }

  it('takes the wanted files and folders alone', async () => {
    const bytes = await unpack(zipOf(files), ['lib/a.so', 'include/']);
    const names = await readdir(path.join(outer, 'in'), { recursive: true });
    assert.deepEqual(names.sort(), ['include', 'include/deep', 'include/deep/x.h', 'lib', 'lib/a.so']);
    assert.equal(await readFile(path.join(outer, 'in/lib/a.so'), 'utf8'), 'library');
    assert.equal(bytes, 'library'.length + 'header'.length);
  });

  it('leaves programs their leave to be run', async () => {
    await unpack(zipOf({ ...files, 'bin/ptxas': 'program' }), ['lib/a.so', 'bin/']);
    const mayRun = async (name: string): Promise<boolean> =>
      ((await stat(path.join(outer, 'in', name))).mode & 0o100) !== 0;
    assert.deepEqual([await mayRun('bin/ptxas'), await mayRun('lib/a.so')], [true, false]);
  });

  for (const name of ['../out.h', 'include/../../out.h', '/tmp/resnet-unpack-out.h', 'include\\..\\..\\out.h'])
    it(`refuses the path ${name}`, async () => {
      await assert.rejects(unpack(zipOf({ ...files, [name]: 'x' }), ['include/', '../', '/tmp/']), {
        name: 'UserError',
        message: /^x\.whl can not be unpacked: .*path/,
      });
      assert.ok(!(await readdir(outer)).includes('out.h'));
    });

  it('says what the archive lacks', async () => {
    await assert.rejects(unpack(zipOf(files), ['lib/c.so']), {
      name: 'UserError',
      message: /does not hold lib\/c\.so/,
    });
  });

  it('says that a file is no archive', async () => {
    await assert.rejects(unpack(Buffer.from('not a zip'), ['lib/a.so']), {
      name: 'UserError',
      message: /^x\.whl can not be unpacked: /,
    });
  });
});
