import { chosenLabels, offeredLabels, proposedFiles, savedFiles, shownMessages } from './fakeVscode';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { RunHistory } from '../../src/client/runHistory';
import { exportGraph } from '../../src/host/exportGraph';
import { noWeights } from '../../src/host/noWeights';
import type { ViewContent } from '../../src/host/viewSession';
import { analyze } from '../../src/model/analyze';
import { describeCsv } from '../../src/model/describeCsv';
import { describeMarkdown } from '../../src/model/describeTable';
import { Channel } from '../../src/protocol/channel';
import { memoryTransports } from '../../src/protocol/memoryTransport';
import { viewVersion, type HostSide, type ViewSide } from '../../src/protocol/viewContract';
import { exampleEvents, exampleOptions } from '../client/exampleRun';
import { temporaryFolder } from '../data/temporaryFolder';
import { fakeEditor } from './fakeEditor';
import { network } from '../webview/architecturePage';

describe('exporting the graph', () => {
  const folder = temporaryFolder();
  const architecture = network('resnet18');
  const content: ViewContent = { architecture: { architecture, title: 'ResNet-18 · a/b' } };

  beforeEach(() => {
    for (const list of [chosenLabels, offeredLabels, proposedFiles, savedFiles, shownMessages]) list.length = 0;
  });

  /** A panel whose page answers with what it was asked. */
  function openedPage(): Promise<Channel<HostSide, ViewSide>> {
    const [ours, theirs] = memoryTransports();
    new Channel<ViewSide, HostSide>(theirs, {
      version: viewVersion,
      handlers: { graphSvg: (use) => `<svg>${use}</svg>`, graphPng: (scale) => Uint8Array.of(137, scale) },
    });
    return Promise.resolve(
      new Channel<HostSide, ViewSide>(ours, {
        version: viewVersion,
        handlers: { ...noWeights('None.'), pastLive: () => [] },
      }),
    );
  }

  async function run(label: string, shown = content): Promise<void> {
    chosenLabels.push(label);
    await exportGraph({ panel: { content: shown, openedPage }, folder: () => folder.path, log: () => undefined });
  }

  const written = (name: string): Buffer => readFileSync(path.join(folder.path, name));

  it('offers every form, and writes the picture that the page draws', async () => {
    await run('SVG');
    assert.deepEqual(offeredLabels[0], [
      'SVG',
      ...[1, 2, 3, 4].map((scale) => `PNG, ${scale}×`),
      ...['HTML report', 'Markdown table', 'CSV table'],
    ]);
    assert.deepEqual(proposedFiles, [path.join(folder.path, 'ResNet-18-a-b.svg')]);
    assert.equal(written('ResNet-18-a-b.svg').toString(), '<svg>print</svg>');
    assert.deepEqual(shownMessages, ['ResNet-18-a-b.svg is written (16 B).']);
    await run('PNG, 3×');
    assert.deepEqual([...written('ResNet-18-a-b.png')], [137, 3]);
  });

  it('says that a comparison is to be closed first', async () => {
    const architecture = { architecture: network('resnet18'), title: 'ResNet-18' };
    const comparison = { left: { architecture }, right: { architecture } };
    await assert.rejects(run('SVG', { ...content, comparison }), /^UserError: Two networks are compared: close/);
    chosenLabels.length = 0;
  });

  it('writes the tables', async () => {
    await run('CSV table');
    assert.equal(written('ResNet-18-a-b.csv').toString(), `${describeCsv(architecture, analyze(architecture))}\r\n`);
    await run('Markdown table');
    assert.equal(written('ResNet-18-a-b.md').toString(), `${describeMarkdown(architecture, analyze(architecture))}\n`);
  });

  it('writes a report of a network, and of a run where one is shown', async () => {
    await run('HTML report');
    const plain = written('ResNet-18-a-b.html').toString();
    assert.ok(plain.includes('<figure class="graph"><svg>page</svg></figure>') && !plain.includes('Curves'));
    const history = new RunHistory({ id: 'r', title: 'r' });
    for (const event of exampleEvents) history.apply(event);
    await run('HTML report', { ...content, history, options: exampleOptions });
    assert.ok(written('ResNet-18-a-b.html').includes('<h2>Curves</h2>'));
  });

  it('does nothing where the user gives up, and says what can’t be done', async () => {
    await run('nothing of this name');
    savedFiles.push(undefined);
    await run('SVG');
    assert.deepEqual(shownMessages, []);
    savedFiles.push(fakeEditor.uri(path.join(folder.path, 'not/there.svg')));
    await assert.rejects(run('SVG'), /there\.svg can't be written: its folder is not there/);
    await assert.rejects(run('SVG', {}), /There is no network to export: run “ResNet: Show Architecture” first\./);
  });
});
