import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { memoryBytes } from '../src/formats/byteSource';
import { readOnnx } from '../src/formats/onnx/openOnnx';
import { graphMutations } from '../test/formats/graphMutations';
import { mutations } from '../test/formats/mutations';
import { readDamaged } from './damagedFiles';
import { median, often, printTable, rounded } from './measure';
import { writeResnet152 } from './onnxFile';

// ResNet-152 from an ONNX file to the graph, each time in a process of its own, and damaged files: none may crash or hold a thread up.

interface Opened {
  readonly ms: number;
  readonly params: number;
  readonly blocks: number;
  readonly peak: number;
}

function main(): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'resnet-onnx-'));
  try {
    openLarge(writeResnet152(folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
  readDamaged(damaged(), (bytes) => readOnnx(memoryBytes(bytes), 'x.onnx'));
}

function openLarge(file: string): void {
  const bytes = statSync(file).size;
  const runs = Array.from({ length: often(9, 1) }, () => opened(file));
  const [{ params, blocks } = { params: 0, blocks: 0 }] = runs;
  const peak = Math.max(...runs.map((run) => run.peak));
  printTable(`ResNet-152 from ONNX: ${params} parameters in ${blocks} blocks`, [
    { row: 'to the graph, ms (median)', value: rounded(median(runs.map(({ ms }) => ms))), aim: 2_000 },
    { row: 'file, MB', value: rounded(bytes / 1e6, 1), aim: '' },
    { row: 'process at most, MB', value: rounded(peak / 1e6, 1), aim: rounded((1.5 * bytes) / 1e6) },
  ]);
}

function opened(file: string): Opened {
  const { stdout, status } = spawnSync(process.execPath, [path.join(__dirname, 'onnx.process.cjs'), file], { encoding: 'utf8' }); // prettier-ignore
  if (status !== 0) throw new Error(`${file} was not opened.`);
  return JSON.parse(stdout) as Opened; // our own program's
}

function* damaged(): Generator<Uint8Array> {
  for (const [seed, name] of ['cifar-a-new', 'basic-old', 'se-whole', 'vgg-new'].entries())
    yield* damagedCopies(readFileSync(`test/fixtures/onnx/${name}.onnx`), often(1_250, 12), seed);
}

/** Changed bytes, and faults in the graph of a sound message. */
function* damagedCopies(file: Uint8Array, count: number, seed: number): Generator<Uint8Array> {
  yield* mutations(file, count, seed);
  yield* graphMutations(file, count, seed);
}

main();
