import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame } from 'playwright-core';
import { startVsCode, type VsCode } from '../test/vscode/harness/startVsCode';
import { median, printTable } from './measure';

// In the real VS Code: activation, command to painted graph, a step's way from the run's folder to the chart; and the same
// training with both views open against the command line that writes its events to nowhere, without live metrics, in turn.

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
  await viewsAgainstNowhere();
}

async function viewsAgainstNowhere(): Promise<void> {
  const views: number[] = [];
  const nowhere: number[] = [];
  for (let round = 0; round < rounds; round++) {
    nowhere.push(await secondsOfEpoch(runToNowhere));
    views.push(await secondsOfEpoch(runWithViews));
  }
  const cost = median(views.map((seconds, round) => seconds / (nowhere[round] ?? Number.NaN) - 1));
  printTable(`Training and testing of ${images.train / 64} steps`, [
    { run: '--json --no-live > /dev/null', 'seconds (median)': Number(median(nowhere).toFixed(2)) },
    { run: 'in VS Code, both views open', 'seconds (median)': Number(median(views).toFixed(2)) },
    { run: 'cost (median of the pairs)', 'seconds (median)': `${(100 * cost).toFixed(1)} %` },
  ]);
}

const images = { train: 2560, test: 128 };

/** A run's second epoch, by its record: the first one warms up. */
async function secondsOfEpoch(run: (out: string) => Promise<void>): Promise<number> {
  const workspace = mkdtempSync(path.join(tmpdir(), 'resnet-bench-'));
  await run(workspace);
  const folder = path.join(workspace, 'runs', readdirSync(path.join(workspace, 'runs'))[0] ?? '');
  const record = JSON.parse(readFileSync(path.join(folder, 'run.json'), 'utf8')) as { epochs: { seconds: number }[] }; // our own file
  return record.epochs[1]?.seconds ?? Number.NaN;
}

async function runToNowhere(workspace: string): Promise<void> {
  const limits = ['--epochs', '2', '--limit-train', String(images.train), '--limit-test', String(images.test)];
  const args = [path.resolve('dist/cli.cjs'), 'train', '--json', '--no-live', '--engine', 'tensorflow', ...limits];
  const child = spawn(process.execPath, args, { cwd: workspace, stdio: ['ignore', 'ignore', 'inherit'] });
  await new Promise((resolve) => child.on('close', resolve));
}

async function runWithViews(workspace: string): Promise<void> {
  const limits = { 'resnet.limitTrain': images.train, 'resnet.limitTest': images.test, 'resnet.epochs': 2 };
  const code = await startVsCode({
    workspace,
    extension: { folder: process.cwd() },
    settings: { 'resnet.engine': 'tensorflow', ...limits },
  });
  try {
    await code.runCommand('ResNet: Train');
    await code.page.locator('.quick-input-list [role="option"][aria-label^="ResNet-34"]').first().waitFor();
    await code.page.keyboard.press('Enter');
    const panel = await code.webview('[data-block="layer1.0"]');
    await panel
      .locator('#status')
      .filter({ hasText: /^Finished/ })
      .waitFor({ timeout: 300_000 });
  } finally {
    await code.close();
  }
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
