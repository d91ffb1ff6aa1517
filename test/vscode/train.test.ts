import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { goneWithin } from '../processLife';
import { startVsCode, type VsCode } from './harness/startVsCode';

const settings = { 'resnet.engine': 'tensorflow', 'resnet.data': 'cifar10', 'resnet.limitTest': 128 };
const graph = '[data-block="layer1.0"]';
const metricsView = '#chart-loss';

/** A number that the page shows somewhere, as soon as it satisfies a condition. */
async function until<T>(read: () => T | Promise<T>, accept: (value: T) => boolean, what: string): Promise<T> {
  const end = Date.now() + 90_000;
  for (;;) {
    const value = await read();
    if (accept(value)) return value;
    if (Date.now() > end) throw new Error(`${what} never came; last seen: ${String(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const stepShown = async (frame: Frame): Promise<number> =>
  Number(/step ([\d,]+)/.exec((await frame.locator('#status').textContent()) ?? '')?.[1]?.replaceAll(',', '') ?? 0);

function trainers(code: VsCode): readonly number[] {
  return code
    .processes()
    .filter(({ commandLine }) => commandLine.includes('trainer.cjs'))
    .map(({ pid }) => pid);
}

const statusItem = (code: VsCode): Locator => code.page.locator('[id="resnet-inspector.resnet-inspector.resnet.run"]');

const runsOf = (workspace: string): readonly string[] => readdirSync(path.join(workspace, 'runs')).sort();

function recordOf(workspace: string, run: string): { state: string; reason?: string; epochs: unknown[] } {
  return JSON.parse(readFileSync(path.join(workspace, 'runs', run, 'run.json'), 'utf8')) as {
    state: string;
    reason?: string;
    epochs: unknown[];
  };
}

async function train(code: VsCode): Promise<void> {
  await code.runCommand('ResNet: Train');
  await code.page.locator('.quick-input-list [role="option"][aria-label^="ResNet-34 on airplane and bird"]').waitFor();
  await code.page.keyboard.press('Enter');
}

describe('"ResNet: Train" in a real VS Code, on CIFAR-10 with native TensorFlow', function () {
  this.timeout(240_000);
  let workspace: string;
  let code: VsCode;

  beforeEach(async () => {
    workspace = mkdtempSync(path.join(tmpdir(), 'resnet-workspace-'));
    code = await startVsCode({
      workspace,
      extension: { folder: process.cwd() },
      settings: { ...settings, 'resnet.limitTrain': 640, 'resnet.epochs': 2 },
    });
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await code.screenshot(`failed-${this.currentTest.title.replace(/\W+/g, '-')}`);
    await code.close();
  });

  it('draws the architecture, moves the charts, counts in the status bar, and keeps the run', async () => {
    await train(code);
    const panel = await code.webview(graph);
    assert.equal((await panel.locator('[data-block]').count()) >= 16, true);
    const metrics = await code.webview(metricsView);
    await until(
      () => stepShown(panel),
      (step) => step >= 3,
      'the third step in the panel',
    );
    await statusItem(code)
      .filter({ hasText: /ResNet 1\/2/ })
      .waitFor();

    await panel.locator(graph).hover();
    const card = panel.locator('#hover-card');
    await card.waitFor({ state: 'visible' });
    const text = (await card.textContent()) ?? '';
    assert.match(text, /layer1\.0/);
    assert.match(text, /64×8×8/);
    assert.match(text, /73,984/);
    await code.screenshot('training-dark');

    await statusItem(code)
      .filter({ hasText: /best|%/ })
      .waitFor({ timeout: 120_000 });
    await until(
      () => recordOf(workspace, runsOf(workspace)[0] ?? '').state,
      (state) => state === 'done',
      'the end of the run',
    );
    const [run = ''] = runsOf(workspace);
    assert.equal(recordOf(workspace, run).epochs.length, 2);
    assert.deepEqual(readdirSync(path.join(workspace, 'runs', run)).sort(), [
      'metrics.jsonl',
      'run.json',
      'weights.safetensors',
    ]);
    assert.equal(await metrics.locator('#epochs tbody tr').count(), 2);
    for (const theme of ['light', 'high-contrast', 'dark'] as const) {
      await code.setTheme(theme);
      await code.page.waitForTimeout(500);
      await code.screenshot(`done-${theme}`);
    }
  });

  it('comes back after a window reload with graph, tint and charts as they were', async () => {
    await train(code);
    const panel = await code.webview(graph);
    await until(
      () => runsOf(workspace).length === 1 && recordOf(workspace, runsOf(workspace)[0] ?? '').state === 'done',
      (done) => done,
      'the end of the run',
    );
    await until(
      () => panel.locator('#status').textContent(),
      (status) => /^Finished/.test(status ?? ''),
      'the end in the panel',
    );
    const tint = (frame: Frame): Promise<readonly (string | null)[]> =>
      frame
        .locator('[data-block]')
        .evaluateAll((blocks) =>
          blocks.map((block) => block.querySelector('rect')?.getAttribute('style') ?? block.getAttribute('style')),
        );
    const rows = async (): Promise<string> =>
      (await (await code.webview('#epochs')).locator('#epochs').textContent()) ?? '';
    const before = {
      tint: await tint(panel),
      status: await panel.locator('#status').textContent(),
      rows: await rows(),
    };
    await code.reload();
    const restored = await code.webview(graph);
    await until(
      () => restored.locator('#status').textContent(),
      (status) => status === before.status,
      'the status as it was',
    );
    assert.deepEqual(await tint(restored), before.tint);
    assert.equal(await rows(), before.rows);
    await code.screenshot('restored');
  });

  it('stops on request, and trains again', async () => {
    await train(code);
    const panel = await code.webview(graph);
    await until(
      () => stepShown(panel),
      (step) => step >= 2,
      'the second step',
    );
    const [worker] = trainers(code);
    assert.ok(worker);
    const metrics = await code.webview(metricsView);
    await metrics.locator('#stop').click();
    await until(
      () => recordOf(workspace, runsOf(workspace)[0] ?? '').state,
      (state) => state === 'stopped',
      'the stopped run',
    );
    await until(
      () => trainers(code).includes(worker),
      (alive) => !alive,
      'the end of the worker',
    );
    await metrics.locator('#train').click();
    await until(
      () => runsOf(workspace).length,
      (runs) => runs === 2,
      'a second run',
    );
  });

  it('survives the worker’s death: the run is marked failed, and a new one can begin', async () => {
    await train(code);
    const panel = await code.webview(graph);
    await until(
      () => stepShown(panel),
      (step) => step >= 2,
      'the second step',
    );
    const [worker] = trainers(code);
    assert.ok(worker);
    process.kill(worker, 'SIGKILL');
    const record = await until(
      () => recordOf(workspace, runsOf(workspace)[0] ?? ''),
      ({ state }) => state === 'failed',
      'the failed run',
    );
    assert.match(record.reason ?? '', /SIGKILL/);
    await code.page
      .locator('.notifications-toasts')
      .filter({ hasText: /SIGKILL/ })
      .waitFor();
    await code.screenshot('failed-run');
    await train(code);
    await until(
      () => runsOf(workspace).length,
      (runs) => runs === 2,
      'a second run',
    );
  });

  it('asks before a second run replaces one that goes on, and leaves no process when VS Code is closed', async () => {
    await train(code);
    const panel = await code.webview(graph);
    await until(
      () => stepShown(panel),
      (step) => step >= 1,
      'the first step',
    );
    await code.runCommand('ResNet: Train');
    await code.page.locator('.notifications-toasts').filter({ hasText: 'A run is going on.' }).waitFor();
    const [worker = 0] = trainers(code);
    await code.close();
    assert.ok(await goneWithin(worker, 15_000));
  });
});
