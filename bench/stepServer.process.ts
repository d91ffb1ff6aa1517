import * as tf from '@tensorflow/tfjs';
import { createInterface } from 'node:readline';
import type { Batch } from '../src/trainer/data/assembleBatch';
import { CompiledNetwork } from '../src/trainer/compiled/compiledNetwork';
import { writeNetworkGraph } from '../src/trainer/compiled/networkGraph';
import { defaultInput } from '../src/trainer/data/preparedImages';
import { EagerNetwork } from '../src/trainer/eager/eagerNetwork';
import { startEngine } from '../src/trainer/engines/ladder';
import { trainerFolders } from '../src/trainer/folders';
import { initialValues } from '../src/trainer/initialise';
import type { TrainableNetwork } from '../src/trainer/trainableNetwork';
import { median } from './measure';
import { augmentedBatches, cropPadding, noiseBatches, noiseImages } from './noiseBatches';
import { architectureOf, readStepServerOptions, updateRules, type StepServerOptions } from './stepServerOptions';

// Our side of what peers/pytorch_step.py --serve is: trains one network on noise, native TensorFlow in this process. After the
// warm-up a line {"ready": true, …}; then each line `run N` on standard input trains N steps more, `run N measured` with live
// metrics at each of them, and `product` measures the machine's rate for one large product of matrices. Ends with its input.

interface Opened {
  readonly network: TrainableNetwork;
  readonly batches: readonly Batch[];
  /** Of the compiled step: milliseconds to write the graph, to write, load and fill it, and its size. */
  readonly facts: Readonly<Record<string, number>>;
}

async function open(options: StepServerOptions): Promise<Opened> {
  const architecture = architectureOf(options);
  const values = initialValues(architecture, 0);
  const optimizer = updateRules[options.optimizer];
  if (options.step === 'eager')
    return {
      network: new EagerNetwork(architecture, { values, optimizer }),
      batches: noiseBatches(options),
      facts: {},
    };
  const { batch: batchSize, precision } = options;
  const device = options.engine === 'tensorflow-gpu' ? ('gpu' as const) : ('cpu' as const);
  const began = performance.now();
  const { augmented } = options;
  const images = augmented ? noiseImages(options) : undefined;
  const input = augmented ? { ...defaultInput, cropPadding } : defaultInput;
  const shared = { optimizer, batchSize, precision, device };
  const { graph } = writeNetworkGraph({ ...{ architecture, labelSmoothing: 0, ...shared }, input: { ...input, augmented } }); // prettier-ignore
  const written = performance.now();
  const kept = images === undefined ? undefined : [images];
  const network = await CompiledNetwork.open(architecture, { values, ...shared, input, augmented, kept });
  const facts = { write_ms: written - began, open_ms: performance.now() - written, nodes: graph.nodes.length };
  const batches = images === undefined ? noiseBatches(options) : await augmentedBatches(images, options);
  return { network, batches, facts };
}

type Step = (measure: boolean) => Promise<void>;

function stepOf(network: TrainableNetwork, batches: readonly Batch[], learningRate: number): Step {
  let count = 0;
  return async (measure) => {
    const batch = batches[count % batches.length];
    count++;
    if (batch !== undefined) await network.step(batch, { learningRate, measure });
  };
}

interface Trained {
  readonly step_ms: readonly number[];
  readonly rss_mb: number;
}

async function run(step: Step, steps: number, how: { readonly measure: boolean }): Promise<Trained> {
  const durations: number[] = [];
  for (let done = 0; done < steps; done++) {
    const began = performance.now();
    await step(how.measure);
    durations.push(performance.now() - began);
  }
  return { step_ms: durations, rss_mb: process.memoryUsage.rss() / 1e6 };
}

const side = 2048;

/** GFLOP/s of one product of square float32 matrices, the median of five. */
function product(): object {
  const seconds = Array.from({ length: 6 }, () =>
    tf.tidy(() => {
      const [a, b] = [tf.ones([side, side]), tf.ones([side, side])];
      const began = performance.now();
      tf.matMul(a, b);
      return (performance.now() - began) / 1000;
    }),
  );
  return { gflops: (2 * side ** 3) / median(seconds.slice(1)) / 1e9 };
}

async function reply(step: Step, line: string): Promise<object> {
  if (line.trim() === 'product') return product();
  const [, steps, measured] = /^run (\d+)( measured)?$/.exec(line.trim()) ?? [];
  if (steps === undefined) return { error: `expected "run N", "run N measured" or "product", got "${line}"` };
  return run(step, Number(steps), { measure: measured !== undefined });
}

function answer(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

async function main(): Promise<void> {
  const options = readStepServerOptions();
  const engine = await startEngine(options.engine, trainerFolders());
  const { network, batches, facts } = await open(options);
  const step = stepOf(network, batches, updateRules[options.optimizer].learningRate);
  const { step_ms: warmup_ms } = await run(step, options.warmup, { measure: false });
  answer({ ready: true, engine: engine.detail, ...facts, warmup_ms });
  for await (const line of createInterface(process.stdin)) answer(await reply(step, line));
  process.exit(0);
}

void main();
