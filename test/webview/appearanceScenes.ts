import type { RunSnapshot } from '../../src/protocol/viewContract';
import type { WebviewPage } from '../page/openPage';
import { network, send, show, snapshotOf } from './architecturePage';
import { demoSnapshot, demoStart, demoTested, finished } from './metricsPage';

const architecture = network('resnet34');
const title = 'ResNet-34 · airplane, bird';
const cifar10 = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'];

/** A run's numbers, an open block with a selected layer, the details, and matches of what is looked for. */
export async function showAll(view: WebviewPage): Promise<void> {
  const { page } = view;
  await show(view, architecture, title);
  await send(view, 'architecture', { architecture, title, trained: true });
  await send(view, 'snapshot', snapshotOf(architecture, 301));
  await page.click('[data-block="layer1.0"] .opener');
  await page.waitForSelector('[data-layer="layer1.0.conv1"]');
  await page.waitForTimeout(400);
  await page.keyboard.press('i');
  await page.click('[data-layer="layer1.0.conv1"] .frame');
  await page.keyboard.press('Control+f');
  await page.keyboard.type('3x3 stride 2');
  await page.waitForSelector('#graph .found', { state: 'attached' });
}

/** ResNet-34 beside the same without shortcuts, at the first difference. */
export async function compareNetworks(view: WebviewPage): Promise<void> {
  const right = { architecture: network('plain34'), title: 'plain34' };
  await send(view, 'comparison', { left: { architecture, title: 'resnet34' }, right });
  await view.page.waitForSelector('[data-side="right"] .item', { state: 'attached' });
  await view.page.click('#next');
}

/** A finished run of ten classes with its tests: of one class all images were taken for another, of one none. */
export function finishedRun(): RunSnapshot {
  const tested = demoTested(5, cifar10.length);
  const confusion = tested.confusion.map((row, label) =>
    label > 1 ? row : row.map((_, taken) => (taken === 1 ? 1000 : 0)),
  );
  const start = { ...demoStart, classes: cifar10 };
  return { ...demoSnapshot(785, { ...finished, start }), tested: { ...tested, confusion } };
}
