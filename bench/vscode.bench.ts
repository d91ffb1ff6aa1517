import { mkdtempSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame } from 'playwright-core';
import { startVsCode, type VsCode } from '../test/vscode/harness/startVsCode';
import { median, printTable } from './measure';

// In the real VS Code: activation, command to painted graph, a step's way from the run's folder to the chart.

const rounds = 3;

interface Times {
  readonly activation: number;
  readonly painted: number;
  readonly stepToChart: readonly number[];
}

async function main(): Promise<void> {
  const times: Times[] = [];
  for (let round = 0; round < rounds; round++) times.push(await oneRun());
  printTable(`VS Code, medians of ${rounds} windows`, [
    { what: 'activation of the extension', ms: Math.round(median(times.map(({ activation }) => activation))) },
    {
      what: 'Enter in "ResNet: Train" to the painted graph',
      ms: Math.round(median(times.map(({ painted }) => painted))),
    },
    {
      what: 'a step written to metrics.jsonl to the metrics view',
      ms: Math.round(median(times.flatMap(({ stepToChart }) => stepToChart))),
    },
  ]);
}

async function oneRun(): Promise<Times> {
  const workspace = mkdtempSync(path.join(tmpdir(), 'resnet-bench-'));
  const settings = {
    'resnet.engine': 'tensorflow',
    'resnet.limitTrain': 640,
    'resnet.limitTest': 64,
    'resnet.epochs': 3,
  };
  const code = await startVsCode({ workspace, extension: { folder: process.cwd() }, settings });
  try {
    return await follow(code, workspace);
  } finally {
    await code.close();
  }
}

async function follow(code: VsCode, workspace: string): Promise<Times> {
  await code.runCommand('ResNet: Train');
  await code.page.locator('.quick-input-list [role="option"][aria-label^="ResNet-34"]').first().waitFor();
  const entered = performance.now();
  await code.page.keyboard.press('Enter');
  await code.webview('[data-block="layer1.0"]');
  const painted = performance.now() - entered;
  const stepToChart = await watchSteps(await code.webview('#chart-loss'), workspace);
  const activation = Number(/Activated in (\d+) ms/.exec(code.outputChannel('ResNet'))?.[1]);
  return { activation, painted, stepToChart };
}

/** For some steps: when the view shows one, less when the file with it was written. */
async function watchSteps(view: Frame, workspace: string): Promise<readonly number[]> {
  const written = new Map<number, number>();
  const shown = new Map<number, number>();
  const file = (): string =>
    path.join(workspace, 'runs', readdirSync(path.join(workspace, 'runs'))[0] ?? '', 'metrics.jsonl');
  const end = Date.now() + 60_000;
  while (shown.size < 15 && Date.now() < end) {
    const lines = readFileSync(file(), 'utf8')
      .trim()
      .split('\n')
      .filter((line) => line.includes('"type":"step"'));
    if (!written.has(lines.length)) written.set(lines.length, statSync(file()).mtimeMs);
    const step = Number(
      ((await view.locator('[data-fact="step"]').textContent()) ?? '').split('/', 1)[0]?.replaceAll(',', ''),
    );
    if (step > 0 && !shown.has(step)) shown.set(step, Date.now());
    await sleep(5);
  }
  return [...shown].flatMap(([step, at]) => {
    const since = written.get(step);
    return since === undefined ? [] : [Math.max(0, at - since)];
  });
}

void main();
