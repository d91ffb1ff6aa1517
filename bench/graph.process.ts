import * as tf from '@tensorflow/tfjs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Architecture } from '../src/model/layer';
import { writeSavedModel } from '../src/trainer/compiled/graph/writeSavedModel';
import { GraphSession } from '../src/trainer/compiled/graphSession';
import { writeNetworkGraph, type NetworkGraph } from '../src/trainer/compiled/networkGraph';
import { defaultInput } from '../src/trainer/data/preparedImages';
import { specsOf } from '../src/trainer/eager/stateDict';
import { startEngine } from '../src/trainer/engines/ladder';
import { trainerFolders } from '../src/trainer/folders';
import { initialValues } from '../src/trainer/initialise';
import { architectureOf, readStepServerOptions, updateRules } from './stepServerOptions';

// A line of JSON: milliseconds in which one network's graph is written and loaded until it can be called for the first time,
// and those in which its first weights are made and filled in; its nodes and bytes.

async function main(): Promise<void> {
  const options = readStepServerOptions();
  const architecture = architectureOf(options);
  await startEngine('tensorflow', trainerFolders());
  const clock = stopwatch();
  const input = { ...defaultInput, augmented: false };
  const optimizer = updateRules[options.optimizer];
  const written = writeNetworkGraph({ architecture, optimizer, labelSmoothing: 0, input, batchSize: 64 });
  const write_ms = clock();
  const session = await GraphSession.open(
    written,
    architecture.layers.map(({ name }) => name),
  );
  const load_ms = clock();
  session.run('init', initialTensors(architecture));
  const init_ms = clock();
  const bytes = await bytesOf(written);
  const answer = { write_ms, load_ms, init_ms, nodes: written.graph.nodes.length, bytes };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
  session.dispose();
}

/** Milliseconds since it was last asked. */
function stopwatch(): () => number {
  let last = performance.now();
  return () => {
    const began = last;
    last = performance.now();
    return last - began;
  };
}

function initialTensors(architecture: Architecture): tf.NamedTensorMap {
  const values = initialValues(architecture, 0);
  const named = specsOf(architecture).map(
    ({ name, shape }) => [name, tf.tensor(values.get(name) ?? [], [...shape])] as const,
  );
  return Object.fromEntries(named);
}

/** Of the file that TensorFlow reads. */
async function bytesOf({ graph, signatures }: NetworkGraph): Promise<number> {
  const folder = await mkdtemp(path.join(tmpdir(), 'resnet-bench-'));
  await writeSavedModel(folder, graph, signatures);
  const { size } = await stat(path.join(folder, 'saved_model.pb'));
  await rm(folder, { recursive: true });
  return size;
}

void main();
