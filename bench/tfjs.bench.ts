import { readFileSync } from 'node:fs';
import { openTfjs, readTfjs } from '../src/formats/tfjs/openTfjs';
import { analyze } from '../src/model/analyze';
import { jsonMutations } from '../test/formats/jsonMutations';
import { mutations } from '../test/formats/mutations';
import { readDamaged } from './damagedFiles';
import { median, often, printTable, rounded } from './measure';

// Keras's ResNet-50 from model.json to its parameters, and damaged files: none may crash or hold a thread up.

const folder = 'test/fixtures/tfjs';

function main(): void {
  const times = Array.from({ length: often(9, 1) }, () => {
    const began = performance.now();
    analyze(openTfjs(`${folder}/resnet50.json`).architecture);
    return performance.now() - began;
  });
  printTable('Keras’s ResNet-50 from model.json', [
    { row: 'the first time, ms', value: rounded(times[0] ?? Number.NaN), aim: 2_000 },
    { row: 'median, ms', value: rounded(median(times)), aim: '' },
  ]);
  readDamaged(damaged(), (bytes) => readTfjs(bytes, 'x.json', `${folder}/cifar-graph`));
}

/** Changed bytes, and faults in sound JSON. */
function* damaged(): Generator<Uint8Array> {
  for (const [seed, name] of [
    'cifar.json',
    'gated.json',
    'cifar-graph/model.json',
    'fused-norm/model.json',
  ].entries()) {
    const file = readFileSync(`${folder}/${name}`);
    yield* mutations(file, often(1_250, 12), seed);
    yield* jsonMutations(file, often(1_250, 12), seed);
  }
}

main();
