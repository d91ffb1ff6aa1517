import { median, printTable, timeRun } from './measure';

// From the start of `resnet train` to the end of its first step: Node, the worker, the engine, the data, the weights, one step.

async function main(): Promise<void> {
  const rows: Record<string, string | number>[] = [];
  for (const [engine, model] of [
    ['tensorflow', 'resnet34'],
    ['tensorflow', 'resnet20-cifar'],
    ['wasm', 'resnet34'],
    ['wasm', 'resnet20-cifar'],
  ] as const) {
    const times: number[] = [];
    for (let run = 0; run < 3; run++)
      times.push((await timeRun(2, ['--engine', engine, '--model', model])).firstStepMs);
    rows.push({ engine, model, 'seconds to the first step (median of 3)': Number((median(times) / 1000).toFixed(2)) });
  }
  printTable('Trainer start to first step', rows);
}

void main();
