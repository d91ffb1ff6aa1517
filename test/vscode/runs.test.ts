import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { formatEvents } from '../../src/client/metricsLog';
import { exampleEvents, exampleOptions } from '../client/exampleRun';
import { storeRun } from '../client/storedRun';
import { runCommandAndPick } from './harness/commandPalette';
import { block, keptRun, openSession, runFolders, until, type Session } from './session';

const quick = { 'resnet.engine': 'wasm', 'resnet.data': 'embedded', 'resnet.limitTrain': 128, 'resnet.limitTest': 32, 'resnet.epochs': 2 }; // prettier-ignore

/** Keeps what a run has reported in its folder. */
function storeEvents(folder: string, events: typeof exampleEvents): void {
  writeFileSync(path.join(folder, 'metrics.jsonl'), events.map((event) => formatEvents(event)).join(''));
}

describe('the Runs tree in a real VS Code', function () {
  this.timeout(240_000);
  let session: Session;
  let runs: string;

  before(async () => {
    session = await openSession(quick);
    runs = path.join(session.workspace, 'runs');
    await openTree();
  });
  after(() => session.code.close());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await session.code.screenshot(`failed-${this.currentTest.title.replace(/\W+/g, '-')}`);
  });

  const tree = (): Locator => session.code.page.locator('.pane').filter({ has: session.code.page.locator('.pane-header[aria-label^="Runs"]') }); // prettier-ignore
  const openTree = async (): Promise<void> => {
    await session.code.page.locator('.activitybar a[aria-label^="ResNet"]').click();
    await tree().waitFor();
  };
  const row = (text: string): Locator => tree().locator('.monaco-list-row').filter({ hasText: text });
  const labels = async (): Promise<readonly string[]> =>
    tree().locator('.monaco-list-row .label-name').allTextContents();
  const menu = (title: string): Locator =>
    session.code.page.locator('.context-view .action-label, .monaco-menu .action-label').filter({ hasText: title });

  /** Chooses in a context menu, which takes no click in its first moment. */
  async function pick(title: string): Promise<void> {
    await menu(title).waitFor();
    const closed = async (): Promise<boolean> => {
      await menu(title)
        .click({ timeout: 2_000 })
        .catch(() => undefined); // it may be closing
      await session.code.page.waitForTimeout(300);
      return menu(title).isHidden();
    };
    await until(closed, (isClosed) => isClosed, `that "${title}" is chosen`);
  }

  async function type(text: string): Promise<void> {
    const input = session.code.page.locator('.quick-input-widget input.input');
    await input.waitFor({ state: 'visible' });
    await input.fill(text);
    await session.code.page.keyboard.press('Enter');
  }

  it('says what to do where there is no run', async () => {
    await tree().getByText('Train Your First ResNet').waitFor();
    await session.code.screenshot('runs-empty');
  });

  it('leads to the walkthrough, whose first button trains', async () => {
    const { page } = session.code;
    await tree().getByText('The walkthrough', { exact: true }).click();
    await page.locator('.getting-started-step.expanded').getByRole('button', { name: 'Train', exact: true }).click();
    await page.locator('.quick-input-list [role="option"][aria-label^="ResNet-34 on airplane and bird"]').waitFor();
    await session.code.screenshot('walkthrough');
    await page.keyboard.press('Escape');
  });

  it('lists the runs that come, newest first', async () => {
    storeEvents(storeRun(runs, 'first', { created: '2026-11-20T09:00:00.000Z' }), exampleEvents);
    const options = { ...exampleOptions, model: 'resnet18', learningRate: 0.01 };
    const stopped = storeRun(runs, 'second', {
      title: 'resnet18 · airplane, bird',
      options,
      state: 'stopped',
      created: '2026-11-20T10:00:00.000Z',
    });
    storeEvents(stopped, exampleEvents.slice(0, 4));
    const failed = {
      title: 'resnet50 · all classes',
      state: 'failed',
      epochs: [],
      finished: undefined,
      reason: 'The worker ended.',
    } as const;
    storeRun(runs, 'third', { ...failed, created: '2026-11-20T11:00:00.000Z' });
    const all = ['resnet50 · all classes', 'resnet18 · airplane, bird', 'resnet34 · airplane, bird'];
    await until(labels, (found) => found.join() === all.join(), 'three runs');
    assert.match((await row('resnet34').textContent()) ?? '', /Finished · 75\.00 % · 8\.0 s · cpu/);
  });

  it('opens a run in both views when it is clicked', async () => {
    await row('resnet18').click();
    const panel = await session.code.webview(block);
    assert.equal(await panel.locator('[data-block]').count(), 8);
  });

  it('renames, and filters', async () => {
    await row('resnet18').click();
    const box = session.code.page.locator('.quick-input-widget').filter({ hasText: 'Rename Run' });
    const asked = async (): Promise<boolean> => {
      await session.code.page.keyboard.press('F2'); // known to VS Code once the tree has the focus
      return box.waitFor({ timeout: 2_000 }).then(
        () => true,
        () => false,
      );
    };
    await until(asked, (isAsked) => isAsked, 'the box for the name');
    await type('a better rate');
    await row('a better rate').waitFor();
    assert.match(readFileSync(path.join(runs, 'second/labels.json'), 'utf8'), /"a better rate"/);
    await session.code.runCommand('ResNet: Filter Runs');
    await session.code.page.locator('.quick-input-list [role="option"]').filter({ hasText: 'state:Failed' }).click();
    await until(labels, (found) => found.join() === 'resnet50 · all classes', 'one run');
    await tree().getByText('Filter: state:Failed (1 of 3)').waitFor();
    await session.code.screenshot('runs-filtered');
    await session.code.runCommand('ResNet: Clear Filter of Runs');
    await until(labels, (found) => found.length === 3, 'all runs');
    await tree().getByText('Filter:').waitFor({ state: 'hidden' }); // with it the rows move
  });

  it('tags, and sorts', async () => {
    await row('a better rate').click({ button: 'right' });
    await pick('Tag Runs');
    await type('baseline wide');
    await row('#baseline #wide').waitFor();
    await runCommandAndPick(session.code.page, 'ResNet: Sort Runs', 'By name');
    const byName = ['a better rate', 'resnet34 · airplane, bird', 'resnet50 · all classes'];
    await until(labels, (found) => found.join() === byName.join(), 'the runs by their names');
    await runCommandAndPick(session.code.page, 'ResNet: Sort Runs', 'Newest first');
    await until(labels, ([first]) => first === 'resnet50 · all classes', 'the newest run first');
  });

  it('tells of a run under the pointer', async () => {
    await row('a better rate').hover();
    const tip = session.code.page.locator('.workbench-hover').filter({ hasText: /Unlike the example: .*learningRate 0\.01/ }); // prettier-ignore
    await tip.waitFor();
    await session.code.screenshot('runs-tooltip');
    await session.code.page.keyboard.press('Escape');
  });

  it('compares what is selected', async () => {
    await row('resnet34').click();
    await row('a better rate').click({ modifiers: ['Control'] });
    await row('a better rate').click({ button: 'right' });
    await menu('Compare Runs').waitFor();
    await session.code.screenshot('runs-menu');
    await pick('Compare Runs');
    const page = await session.code.webview('h1#runs-compared');
    await page.getByText('training.learningRate').first().waitFor();
    for (const kind of ['light', 'dark'] as const) {
      await session.code.setTheme(kind);
      await session.code.screenshot(`runs-compared-${kind}`);
    }
  });

  it('lays the curves of both over each other', async () => {
    const charts = await session.code.webview('#compared tbody tr:nth-child(2)');
    const names = await charts.locator('#compared tbody th').allTextContents();
    assert.deepEqual(names.sort(), ['a better rate', 'resnet34 · airplane, bird']);
    const losses = await charts.locator('#compared td:nth-of-type(1)').allTextContents();
    assert.deepEqual(losses.sort(), ['0.4000', '0.6000']);
  });

  it('shows the graphs of both side by side, until they are closed', async () => {
    await row('a better rate').click({ button: 'right' });
    await pick('Compare Graphs of Two Runs');
    const panel = await session.code.webview('[data-side="right"] [data-block="layer4.1"]');
    assert.equal(await panel.locator('[data-side] [data-block]').count(), 16 + 8);
    await session.code.screenshot('runs-graphs');
    await panel.locator('#close').click();
    await panel.locator('[data-side]').first().waitFor({ state: 'detached' });
  });

  it('makes a new network file of a run, which is trained, and followed', async () => {
    await row('a better rate').click();
    await row('a better rate').click({ button: 'right' });
    await pick('Duplicate Run with Changes');
    const lens = session.code.page.locator('.codelens-decoration a').filter({ hasText: 'Train' });
    await lens.first().click();
    await until(labels, (found) => found.length === 4, 'the run that goes on');
    const live = tree().locator('.monaco-list-row').first();
    await until(async () => (await live.textContent()) ?? '', (text) => /Running \d\/2/.test(text), 'that it runs'); // prettier-ignore
    await session.code.screenshot('runs-live');
    await session.code.runCommand('ResNet: Stop Training');
    await until(async () => (await live.textContent()) ?? '', (text) => /Stopped/.test(text), 'that it is stopped'); // prettier-ignore
    const made = runFolders(session).findIndex((folder) => /resnet18$/.test(folder));
    assert.equal(keptRun(session, made).state, 'stopped');
  });

  it('shows a run’s folder in the explorer', async () => {
    await row('a better rate').click({ button: 'right' });
    await pick('Reveal Run Folder');
    await session.code.page.locator('.explorer-folders-view .monaco-list-row.selected').filter({ hasText: 'run.json' }).waitFor(); // prettier-ignore
    await openTree();
  });

  /** Confirms that a run is deleted, and waits until its folder and its row are gone. */
  async function untilDeleted(id: string, title: string): Promise<void> {
    const dialog = session.code.page.locator('.monaco-dialog-box');
    await dialog.getByText('Move to Trash').click();
    await dialog.getByText('Delete for Good').click(); // a server has no trash
    await until(() => existsSync(path.join(runs, id)), (there) => !there, 'that the folder is gone'); // prettier-ignore
    await row(title).waitFor({ state: 'detached' });
  }

  it('deletes a run, and shows that its folder is gone', async () => {
    await row('resnet50').click({ button: 'right' });
    await pick('Delete Runs');
    await untilDeleted('third', 'resnet50');
    await session.code.screenshot('runs-deleted');
  });

  it('deletes the run that is chosen by the Delete key', async () => {
    await row('resnet34').click();
    const asked = async (): Promise<boolean> => {
      await session.code.page.keyboard.press('Delete'); // known to VS Code once the tree has the focus
      const dialog = session.code.page.locator('.monaco-dialog-box');
      return dialog.waitFor({ timeout: 2_000 }).then(
        () => true,
        () => false,
      );
    };
    await until(asked, (isAsked) => isAsked, 'the question');
    await untilDeleted('first', 'resnet34');
  });
});
