import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Frame } from 'playwright-core';
import { keptSteps, metricsView, openSession, runFolders, statusItem, train, until, untilRun, untilStep, type Session } from './session'; // prettier-ignore

describe('a run that goes on in a real VS Code', function () {
  this.timeout(240_000);
  let session: Session;
  let charts: Frame;

  before(async () => {
    session = await openSession({ 'resnet.epochs': 50 });
  });
  after(() => session.code.close());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await session.code.screenshot('failed-control');
  });

  const stateShown = (): Promise<string | null> => charts.locator('.run-state').textContent();
  const untilShown = (state: string): Promise<unknown> => until(stateShown, (shown) => shown === state, state);
  const metrics = (): string => readFileSync(path.join(runFolders(session)[0] ?? '', 'metrics.jsonl'), 'utf8');

  it('pauses by the command, and continues by the button', async () => {
    await untilStep(await train(session), 2);
    charts = await session.code.webview(metricsView);
    await session.code.runCommand('ResNet: Pause Training');
    await untilShown('Paused');
    await statusItem(session).filter({ hasText: /paused/ }).waitFor(); // prettier-ignore
    const steps = keptSteps(session);
    await delay(2_000);
    assert.equal(keptSteps(session), steps);
    await session.code.screenshot('control-paused');
    await charts.locator('#continue').click();
    await untilShown('Running');
    await until(() => keptSteps(session), (now) => now > steps, 'a step after the pause'); // prettier-ignore
  });

  it('changes the learning rate', async () => {
    await session.code.runCommand('ResNet: Change Learning Rate');
    const input = session.code.page.locator('.quick-input-widget input.input');
    await session.code.page.locator('.quick-input-message').filter({ hasText: /base rate/ }).waitFor(); // prettier-ignore
    assert.equal(await input.inputValue(), '0.001');
    await input.fill('-1');
    await session.code.page.locator('.quick-input-message').filter({ hasText: /must be a number/ }).waitFor(); // prettier-ignore
    await input.fill('0.0005');
    await session.code.page.keyboard.press('Enter');
    await until(
      metrics,
      (text) => /"type":"learningRate","step":\d+,"learningRate":0\.0005/.test(text),
      'the new rate',
    );
    await until(
      metrics,
      (text) => text.includes('"learningRate":0.0005,"imagesPerSecond"'),
      'a step with the new rate',
    );
  });

  it('stops after the epoch, with the best weights and TensorBoard’s file', async () => {
    await session.code.runCommand('ResNet: Stop After This Epoch');
    const { epochs, reason } = await untilRun(session, 'stopped');
    assert.ok(epochs.length > 0 && epochs.length < 50);
    assert.equal(reason, `It was asked to stop after epoch ${epochs.length}.`);
    const files = readdirSync(runFolders(session)[0] ?? '');
    assert.ok(files.includes('best.safetensors'));
    assert.equal(files.filter((file) => file.startsWith('events.out.tfevents.')).length, 1);
    await untilShown('Stopped');
  });
});
