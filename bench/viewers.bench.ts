import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../test/page/launchChromium';
import { frameTimes } from './frameTimes';
import { median, often, printTable, rounded } from './measure';
import { withoutWeights, writeResnet152 } from './onnxFile';
import { oursByName, oursFromFile } from './peers/ourPanel';
import { theirsFromFile } from './peers/theirPage';
import { viewers } from './peers/viewers';
import { viewersPython } from './peers/viewersPython';
import { takeTurns, type Measured } from './takeTurns';
import type { ShownNetwork } from './peers/shownNetwork';

// ResNet-152 in our panel, in Netron and in Model Explorer, in the same Chromium and the same run: from the command, or the page's
// navigation, to the painted graph that takes input; and the frames while all of its layers are panned and zoomed.

const rounds = often(5, 1);

/** So that what a page asks of the outside, such as fonts, fails at once for all. */
const offline = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1';

type Show = () => Promise<ShownNetwork>;

interface Row {
  readonly name: string;
  readonly show: Show;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'resnet-viewers-'));
  const browser = await launchChromium([offline]);
  try {
    const file = writeResnet152(folder);
    await compareWith(browser, { title: 'as ONNX with its weights, 241 MB', file });
    const light = path.join(folder, 'light.onnx');
    writeFileSync(light, withoutWeights(readFileSync(file)));
    await compareWith(browser, { title: 'as ONNX, its weights in another file', file: light });
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
}

interface Comparison {
  readonly title: string;
  readonly file: string;
}

async function compareWith(browser: Browser, { title, file }: Comparison): Promise<void> {
  const ends: (() => Promise<void>)[] = [];
  const rows: Row[] = [
    { name: 'ours, by the preset’s name', show: () => oursByName(browser) },
    { name: 'ours, from the file', show: () => oursFromFile(browser, file) },
  ];
  for (const viewer of viewers) {
    const version = viewer.version();
    if (version === undefined) {
      process.stdout.write(`\n${viewer.name} is not there: install it for ${viewersPython()}, or name a Python that has it in RESNET_BENCH_VIEWERS_PYTHON.\n`); // prettier-ignore
      continue;
    }
    const server = await viewer.start(file);
    ends.push(() => server.dispose());
    rows.push({ name: `${viewer.name} ${version}`, show: () => theirsFromFile(browser, { viewer, server, file }) });
  }
  try {
    printPainted(title, await takeTurns(rows.map(({ name, show }) => ({ name, turn: () => paintedOnce(show) })), rounds)); // prettier-ignore
    await printMoved(title, rows);
  } finally {
    for (const end of ends) await end();
  }
}

async function paintedOnce(show: Show): Promise<readonly number[]> {
  const shown = await show();
  await shown.close();
  return [shown.painted];
}

function printPainted(title: string, measured: readonly Measured[]): void {
  const [, ours] = measured;
  const base = median(ours?.values ?? []);
  printTable(
    `ResNet-152 ${title}, to the painted graph, medians of ${rounds} pages`,
    measured.map(({ name, values, load }) => ({
      viewer: name,
      ms: rounded(median(values)),
      'times ours from the file': rounded(median(values) / base, 2),
      load: rounded(load, 1),
    })),
  );
}

async function printMoved(title: string, rows: readonly Row[]): Promise<void> {
  const table: Record<string, string | number>[] = [];
  for (const { name, show } of rows.slice(1)) table.push({ viewer: name, ...(await moved(show)) });
  printTable(`ResNet-152 ${title}, all its layers panned and zoomed, ms from frame to frame`, table);
}

async function moved(show: Show): Promise<Record<string, number>> {
  const shown = await show();
  try {
    await shown.expand();
    await shown.page.waitForTimeout(1_500);
    return frameTimes(await shown.framesOfMoving());
  } finally {
    await shown.close();
  }
}

void main();
