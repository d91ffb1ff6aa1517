import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { goneWithin } from '../processLife';
import {
  block,
  keptRun,
  keptSteps,
  metricsView,
  openSession,
  toast,
  train,
  untilRun,
  untilRuns,
  untilStep,
  worker,
  type Session,
} from './session';

describe('life and death of a run in a real VS Code', function () {
  this.timeout(240_000);
  let session: Session;
  let panel: Frame;

  beforeEach(async () => {
    session = await openSession({ 'resnet.epochs': 50 });
    panel = await train(session);
    await untilStep(panel, 2);
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await session.code.screenshot(`failed-life-${this.currentTest.title.replace(/\W+/g, '-')}`);
    await session.code.close();
  });

  it('Stop ends the run and its worker, and Train again begins a new one', async () => {
    const pid = worker(session);
    const charts = await session.code.webview(metricsView);
    await charts.locator('#stop').click();
    await untilRun(session, 'stopped');
    assert.ok(await goneWithin(pid, 15_000));
    await charts.locator('#train').click();
    await untilRuns(session, 2);
    await session.code.runCommand('ResNet: Stop Training');
    await untilRun(session, 'stopped', 1);
  });

  it('Resume Training goes on where the run was stopped, with its steps in the charts', async () => {
    await session.code.runCommand('ResNet: Stop Training');
    await untilRun(session, 'stopped');
    const steps = keptSteps(session);
    await session.code.runCommand('ResNet: Resume Training');
    await untilRuns(session, 2);
    await untilStep(panel, steps + 1);
    await session.code.screenshot('resumed-run');
    await session.code.runCommand('ResNet: Stop Training');
    await untilRun(session, 'stopped', 1);
    assert.ok(keptSteps(session, 1) > steps);
  });

  it('a killed worker fails the run with its reason; the views live on, and a new run can begin', async () => {
    process.kill(worker(session), 'SIGKILL');
    assert.match((await untilRun(session, 'failed')).reason ?? '', /SIGKILL/);
    await toast(session, /SIGKILL/).waitFor();
    await session.code.screenshot('failed-run');
    panel = await train(session);
    await untilRuns(session, 2);
    await untilStep(panel, 1);
  });

  it('a second Train asks: Keep leaves the run alone, Stop and Train replaces it', async () => {
    const pid = worker(session);
    await session.code.runCommand('ResNet: Train');
    await toast(session, /A run is going on/)
      .getByRole('button', { name: 'Keep' })
      .click();
    await session.code.page.waitForTimeout(1_000);
    assert.equal(worker(session), pid);
    await session.code.runCommand('ResNet: Train');
    await toast(session, /A run is going on/)
      .getByRole('button', { name: 'Stop and Train' })
      .click();
    await session.code.page.locator('.quick-input-list [role="option"][aria-label^="ResNet-34 on"]').first().waitFor();
    await session.code.page.keyboard.press('Enter');
    await untilRuns(session, 2);
    await untilRun(session, 'stopped');
  });

  it('a window reload while it trains leaves no worker; the run is marked, shown, and a new one can begin', async () => {
    const pid = worker(session);
    await session.code.reload();
    assert.ok(await goneWithin(pid, 20_000));
    assert.match(
      (await untilRun(session, 'failed')).reason ?? '',
      /VS Code was closed while the run went on|interrupted/,
    );
    const restored = await session.code.webview(block);
    await restored
      .locator('#status')
      .filter({ hasText: /closed while the run went on|interrupted/ })
      .waitFor();
    await train(session);
    await untilRuns(session, 2);
  });

  it('the extension host’s death leaves no worker, and the run is found interrupted', async () => {
    const pid = worker(session);
    process.kill(session.code.extensionHostPid() ?? 0, 'SIGKILL');
    assert.ok(await goneWithin(pid, 20_000));
    await session.code.reload();
    await untilRun(session, 'failed');
    assert.match(keptRun(session).reason ?? '', /interrupted/);
  });
});
