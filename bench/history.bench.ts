import { appendFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { loadRun } from '../src/client/loadRun';
import { formatEvents } from '../src/client/metricsLog';
import { createRun } from '../src/client/runStore';
import type { RunEvent } from '../src/protocol/run';
import { plainRecipe } from '../src/protocol/recipe';
import { liveOf, network, startOf } from '../test/webview/architecturePage';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void; // by the flag

const steps = 100_000;
const ones = Float32Array.of(0.123456);

/** A run of ResNet-34 with every step measured: its size on the disk, and what it takes to open it. */
async function measure(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'resnet-history-'));
  try {
    const recipe = {
      epochs: 5,
      batchSize: 64,
      optimizer: 'adam',
      learningRate: 0.001,
      momentum: 0,
      weightDecay: 0,
    } as const;
    const options = { ...plainRecipe, ...recipe, model: 'resnet34', plain: false, bias: false, data: 'auto', seed: 0, engine: 'auto', step: 'auto', liveMetrics: true } as const; // prettier-ignore
    const store = await createRun(path.join(folder, 'run'), { id: 'run', title: 'ResNet-34', options });
    const start = startOf(network('resnet34'));
    const live = liveOf(start, 1);
    await store.append({ type: 'start', ...start });
    await store.finish({ state: 'done' });
    for (let first = 1; first <= steps; first += 1_000)
      appendFileSync(store.files.metrics, Array.from({ length: 1_000 }, (_, row) => formatEvents(stepAt(first + row))).join('')); // prettier-ignore
    function stepAt(step: number): RunEvent {
      const numbers = { loss: ones, accuracy: ones, learningRate: ones, imagesPerSecond: ones, stepMs: ones };
      return { type: 'steps', first: step, epoch: 1, ...numbers, live: { ...live, step } };
    }
    const { size } = statSync(store.files.metrics);
    collect();
    const before = process.memoryUsage();
    const began = performance.now();
    const { history } = await loadRun(store.folder, console.log);
    const seconds = (performance.now() - began) / 1000;
    await new Promise((resolve) => setTimeout(resolve, 200)); // what is read has let go of its text
    collect();
    collect();
    const after = process.memoryUsage();
    const kept = after.arrayBuffers + after.heapUsed - before.arrayBuffers - before.heapUsed;
    const at = performance.now();
    for (let step = 1; step <= steps; step += 997) history.liveAt(step);
    const each = (performance.now() - at) / Math.ceil(steps / 997);
    console.log(`${steps.toLocaleString('en-US')} measured steps of ResNet-34: ${(size / 1e6).toFixed(1)} MB on the disk, ${(size / steps).toFixed(0)} bytes a step; opened in ${seconds.toFixed(1)} s, ${(kept / 1e6).toFixed(1)} MB in memory; a step looked up in ${each.toFixed(3)} ms`); // prettier-ignore
  } finally {
    rmSync(folder, { recursive: true });
  }
}

void measure();
