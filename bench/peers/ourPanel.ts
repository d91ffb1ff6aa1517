import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import * as z from 'zod';
import { openOnnx } from '../../src/formats/onnx/openOnnx';
import type { Architecture } from '../../src/model/layer';
import { network, openPanel, send } from '../../test/webview/architecturePage';
import { expandAll } from '../architecturePanel';
import { framesOfMoving } from '../movedFrames';
import { untilPainted } from '../untilPainted';
import { viewport, type ShownNetwork } from './shownNetwork';

/** ResNet-152 for ImageNet by its name, in our panel. */
export function oursByName(browser: Browser): Promise<ShownNetwork> {
  return oursOf(browser, network('resnet152', { input: [3, 224, 224], classes: 1000 }), 0);
}

const openedSchema = z.object({ ms: z.number() });

/** A network in an ONNX file, in our panel; the file is read before the page is opened, by a process that reads its first one. */
export function oursFromFile(browser: Browser, file: string): Promise<ShownNetwork> {
  const { stdout } = spawnSync(process.execPath, [path.join(__dirname, 'onnx.process.cjs'), file], {
    encoding: 'utf8',
  });
  const { ms } = openedSchema.parse(JSON.parse(stdout));
  return oursOf(browser, openOnnx(file).architecture, ms);
}

/** @param read ms that went before */
async function oursOf(browser: Browser, architecture: Architecture, read: number): Promise<ShownNetwork> {
  const view = await openPanel({ browser, size: viewport });
  const painted = view.page.evaluate(untilPainted, '#graph .card');
  await send(view, 'architecture', { architecture, title: 'ResNet-152' });
  return {
    page: view.page,
    painted: read + (await painted),
    expand: async () => {
      await view.page.evaluate(expandAll);
    },
    framesOfMoving: () => view.page.evaluate(framesOfMoving, { surface: '#graph' }),
    close: () => view.close(),
  };
}
