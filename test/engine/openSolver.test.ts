import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSolver } from '../../src/trainer/engines/cuda/openSolver';
import { findCompiler } from '../../src/trainer/install/findTools';
import { runCommand } from '../../src/trainer/install/runCommand';

const { signal } = new AbortController();

describe('libcusolver, which TensorFlow does not find by itself', function () {
  this.timeout(60_000);
  let engine: string;
  beforeEach(async () => {
    engine = await realpath(await mkdtemp(path.join(tmpdir(), 'resnet-solver-')));
  });
  afterEach(() => rm(engine, { recursive: true }));

  const openFiles = (): Promise<string> => readFile('/proc/self/maps', 'utf8');

  it('stays open, so that it is found by its name', async () => {
    const library = path.join(engine, 'nvidia/cusolver/lib/libcusolver.so.11');
    await mkdir(path.dirname(library), { recursive: true });
    const source = path.join(engine, 'solver.cc');
    await writeFile(source, 'extern "C" int solves() { return 1; }\n');
    const args = ['-shared', '-fPIC', '-Wl,-soname,libcusolver.so.11', source, '-o', library];
    const { code, output } = await runCommand({ file: await findCompiler(signal), args, signal });
    assert.equal(code, 0, output);
    openSolver(engine);
    assert.ok((await openFiles()).includes(library));
    assert.throws(() => process.dlopen({ exports: {} }, 'libcusolver.so.11'), /did not self-register/, 'no longer missing'); // prettier-ignore
  });

  it('is no matter to an engine for the processor', () => {
    openSolver(engine);
  });

  it('may be damaged: TensorFlow says so', async () => {
    const library = path.join(engine, 'nvidia/cusolver/lib/libcusolver.so.12');
    await mkdir(path.dirname(library), { recursive: true });
    await writeFile(library, 'no library');
    openSolver(engine);
    assert.ok(!(await openFiles()).includes(library));
  });
});
