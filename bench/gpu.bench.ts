import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cardHere, engine } from './gpu/card';
import { isChosen } from './gpu/isChosen';
import { reachPapers } from './gpu/papers';
import { compareSteps } from './gpu/steps';
import { cifar10, runOurs } from './exampleRun';
import { costOfEveryStep, percentOf, printCost } from './liveCost';
import { often, printTable, rounded } from './measure';

// On an NVIDIA card: steps in turn with PyTorch's, the cost of live metrics, the worked example, and CIFAR-10 to the paper's
// accuracies. The report is artifacts/bench-gpu.json, written after each part. With RESNET_BENCH_DEVICE=cpu everything runs on
// the processor, and with RESNET_BENCH_QUICK=1 only so long as to see that it runs. bench/gpu/isChosen.ts tells how to choose parts.

const parts: Readonly<Record<string, () => AsyncGenerator<object, void, undefined>>> = {
  steps: compareSteps,
  liveMetrics,
  workedExample,
  papers: reachPapers,
};

async function main(): Promise<void> {
  const card = await cardHere();
  if (card === undefined) return;
  const file = path.join('artifacts', 'bench-gpu.json');
  mkdirSync('artifacts', { recursive: true });
  const report: Record<string, object[]> = {};
  for (const [name, part] of Object.entries(parts).filter(([each]) => isChosen('PARTS', each))) {
    const results = (report[name] = [] as object[]);
    for await (const result of part()) {
      results.push(result);
      writeFileSync(file, JSON.stringify({ card, ...report }, undefined, 2));
    }
  }
  process.stdout.write(`\nOn ${card}; the report is ${file}.\n`);
}

async function* liveMetrics(): AsyncGenerator<object, void, undefined> {
  const cost = await costOfEveryStep({ engine }, often(25, 1));
  printCost('Live metrics at every step, compiled step of ResNet-34', cost);
  yield { ...cost, percent: percentOf(cost) };
}

/** Five epochs of airplane and bird. */
async function* workedExample(): AsyncGenerator<object, void, undefined> {
  const limits = often(0, 1) === 0 ? [] : ['--limit-train', '128', '--limit-test', '128'];
  const run = await runOurs(['--data', cifar10(), '--engine', engine, '--epochs', String(often(5, 1)), ...limits]);
  const row = {
    'from command to exit, s': rounded(run.seconds, 1),
    'from the engine’s start to the last accuracy, s': rounded(run.trainingSeconds, 1),
    accuracies: run.accuracies.join(' '),
  };
  printTable('The worked example', [row]);
  yield row;
}

void main().then(() => process.exit());
