import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { openOnnx } from '../../src/formats/onnx/openOnnx';
import { buildArchitecture } from '../../src/protocol/checkTrainOptions';
import { weightsOf } from '../trainer/weightsFile';
import { openSession, press, toast, until, untilRun, type Session } from './session';

describe('weights in a real VS Code', function () {
  this.timeout(180_000);
  let session: Session;
  let panel: Frame;

  before(async () => {
    session = await openSession({ 'resnet.engine': 'wasm', 'resnet.data': 'embedded', 'resnet.limitTrain': 32, 'resnet.limitTest': 16, 'resnet.epochs': 1 }); // prettier-ignore
    const weights = weightsOf(buildArchitecture({ model: 'resnet8-cifar' }, 2));
    writeFileSync(path.join(session.workspace, 'small.safetensors'), weights);
    writeFileSync(path.join(session.workspace, 'damaged.safetensors'), weights.subarray(0, 20_000));
  });
  after(() => session.code.close());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await session.code.screenshot(`failed-${this.currentTest.title.replace(/\W+/g, '-')}`);
  });

  /** Runs the command and picks the file in the dialog, which begins with the workspace. */
  async function open(name: string): Promise<void> {
    await session.code.runCommand('ResNet: Open Weights');
    const dialog = session.code.page.locator('.quick-input-widget').filter({ hasText: 'Open Weights' });
    await dialog.locator('[role="option"]').filter({ hasText: name }).first().click();
    await dialog.waitFor({ state: 'hidden' });
  }

  it('are recognised and drawn', async () => {
    await open('small.safetensors');
    panel = await session.code.webview('[data-block="layer3.0"]');
    assert.equal(await panel.locator('[data-block]').count(), 3);
    await toast(session, /small\.safetensors: resnet8-cifar \(or resnet8-cifar --plain\), 2 classes/).waitFor();
  });

  it('tell under the pointer what they are like', async () => {
    await panel.hover('[data-block="layer2.0"]');
    const card = panel.locator('#hover-card:not([hidden]) .weights');
    await card.waitFor();
    assert.match((await card.textContent()) ?? '', /weight\S+ ± 0\.7\d+-1 … 1/);
    await session.code.screenshot('open-weights');
  });

  it('are evaluated', async () => {
    await press(toast(session, /small\.safetensors: resnet8-cifar/), 'Evaluate on CIFAR-10');
    await toast(session, /accuracy \d+\.\d\d %, loss \S+ on 16 test images/).waitFor();
  });

  it('are trained on', async () => {
    await open('small.safetensors');
    await press(toast(session, /small\.safetensors: resnet8-cifar/), 'Fine-tune');
    await untilRun(session, 'done');
  });

  it('are exported', async () => {
    const { code, workspace } = session;
    const pick = async (text: string): Promise<void> => {
      const list = code.page.locator('.quick-input-widget [role="option"]').filter({ hasText: text });
      await list.first().click();
    };
    await code.runCommand('ResNet: Export');
    await pick('resnet8-cifar · airplane, bird');
    await pick('ONNX');
    const dialog = code.page.locator('.quick-input-widget').filter({ hasText: 'Export as ONNX' });
    await dialog.locator('[role="option"]').first().waitFor();
    const input = dialog.locator('input.input');
    await input.press('Control+A');
    await input.pressSequentially(path.join(workspace, 'exported.onnx'));
    await until(
      () => input.inputValue(),
      (value) => value.endsWith('/exported.onnx'),
      'the path',
    ); // it completes what is typed
    await dialog.locator('.monaco-button').filter({ hasText: 'OK' }).click();
    await toast(session, /exported\.onnx is written \(\d+ kB\)/).waitFor();
    const { layers } = openOnnx(path.join(workspace, 'exported.onnx')).architecture;
    assert.equal(layers.length, buildArchitecture({ model: 'resnet8-cifar' }, 2).layers.length);
  });

  it('that are damaged are refused in a sentence', async () => {
    await open('damaged.safetensors');
    await toast(session, /damaged\.safetensors is not a usable safetensors file: .* save or download it again\./).waitFor(); // prettier-ignore
  });
});
