import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildArchitecture } from '../src/protocol/checkTrainOptions';
import { openWeights } from '../src/trainer/weights/openWeights';
import { weightStatistics } from '../src/trainer/weights/weightStatistics';
import { tryMutation } from '../test/trainer/mutations';
import { sparseFile, weightsOf } from '../test/trainer/weightsFile';
import { median, often, printTable, rounded } from './measure';

// How long it takes to open large weights, and what becomes of damaged ones.

async function main(): Promise<void> {
  await timeOpening();
  await tryDamaged();
}

/** A file of 240 MB, opened anew each time; the first time nothing is compiled yet. */
async function timeOpening(): Promise<void> {
  const file = sparseFile(buildArchitecture({ model: 'resnet152' }, 1000, 'own'));
  const times: number[] = [];
  for (let round = 0; round < often(31, 2); round++) times.push(await duration(() => openWeights({ file })));
  const watch = { signal: new AbortController().signal, onProgress: () => undefined };
  const statistics = await duration(() => weightStatistics(file, watch));
  rmSync(file);
  printTable('a safetensors file of 240 MB, resnet152', [
    { what: 'opened and recognised, ms (median)', ms: rounded(median(times), 1), aim: 50 },
    { what: 'the same for the first time', ms: rounded(times[0] ?? NaN, 1), aim: 50 },
    { what: 'statistics of all its tensors', ms: rounded(statistics), aim: '' },
  ]);
}

/** Each in some way of its own; whatever is no sentence ends the benchmark. */
async function tryDamaged(): Promise<void> {
  const good = weightsOf(buildArchitecture({ model: 'resnet8-cifar' }, 2));
  const scratch = path.join(mkdtempSync(path.join(tmpdir(), 'resnet-bench-')), 'damaged.safetensors');
  const tally = { opened: 0, refused: 0 };
  let slowest = 0;
  let memory = 0;
  for (let seed = 0; seed < often(10_000, 50); seed++) {
    const { how, ms } = await tryMutation(good, seed, scratch);
    tally[how]++;
    slowest = Math.max(slowest, ms);
    if (seed % 100 === 0) memory = Math.max(memory, process.memoryUsage().rss);
  }
  printTable('damaged files', [
    { ...tally, 'slowest, ms': rounded(slowest), aim: 2000, 'memory, MiB': rounded(memory / 2 ** 20), 'at most': 1024 },
  ]);
}

async function duration(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

void main();
