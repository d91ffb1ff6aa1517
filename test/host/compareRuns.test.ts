import { fakeEditor } from './fakeEditor';
import { savedFiles, proposedFiles } from './fakeVscode';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Uri, WebviewView } from 'vscode';
import { RunHistory } from '../../src/client/runHistory';
import { noWeights } from '../../src/host/noWeights';
import { MetricsView } from '../../src/host/metricsView';
import { saveFile } from '../../src/host/saveFile';
import { Channel } from '../../src/protocol/channel';
import { viewVersion, type HostSide, type ViewSide } from '../../src/protocol/viewContract';
import { exampleEvents } from '../client/exampleRun';
import { temporaryFolder } from '../data/temporaryFolder';

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 130));

function historyOf(id: string, events = exampleEvents.length): RunHistory {
  const history = new RunHistory({ id, title: `run ${id}` });
  for (const event of exampleEvents.slice(0, events)) history.apply(event);
  return history;
}

describe('comparing runs in the metrics view', () => {
  let seen: string[];
  let metrics: MetricsView;
  let channel: Channel<ViewSide, HostSide>;

  beforeEach(() => {
    seen = [];
    const nothing = (): void => undefined;
    const actions = {
      stop: nothing,
      train: nothing,
      trainAgain: nothing,
      painted: nothing,
      log: nothing,
      control: nothing,
      lookBack: nothing,
      exportGraph: nothing,
      weights: noWeights('None.'),
      save: nothing,
    };
    metrics = new MetricsView({ extension: 'extension' as unknown as Uri, actions });
    let toExtension: (message: unknown) => void = nothing;
    let toPage: (message: unknown) => void = nothing;
    const webview = {
      ...{ html: '', cspSource: 'own', asWebviewUri: String },
      onDidReceiveMessage: (listener: (message: unknown) => void) => (toExtension = listener),
      postMessage: (message: unknown) => setImmediate(() => toPage(structuredClone(message))),
    };
    const view = { webview, visible: true, onDidChangeVisibility: nothing, onDidDispose: nothing };
    metrics.resolveWebviewView(view as unknown as WebviewView); // all of it that is used
    const transport = {
      send: (message: unknown): void => void setImmediate(() => toExtension(structuredClone(message))),
      onMessage: (listener: (message: unknown) => void): void => void (toPage = listener),
      onClose: nothing,
      close: nothing,
    };
    channel = new Channel<ViewSide, HostSide>(transport, {
      version: viewVersion,
      handlers: { graphSvg: () => '', graphPng: () => new Uint8Array() },
    });
    channel.on('snapshot', ({ status }) => void seen.push(`snapshot ${status.id}`));
    channel.on('compared', (runs) => void seen.push(`compared ${runs.map(({ status }) => status.id).join()}`));
    channel.on('delta', ({ status, from, steps }) => void seen.push(`delta ${status.id} ${from}+${steps.loss.length}`));
    channel.emit('ready', null);
  });

  afterEach(() => metrics.dispose());

  it('sends the others beside the run that is shown, and none of them twice', async () => {
    const [shown, other] = [historyOf('a'), historyOf('b')];
    metrics.show({ history: shown });
    metrics.compare([shown, other]);
    await settle();
    assert.deepEqual(seen.slice(-2), ['snapshot a', 'compared b']);
  });

  it('shows the first where no run is shown', async () => {
    metrics.compare([historyOf('a'), historyOf('b'), historyOf('c')]);
    await settle();
    assert.deepEqual(seen.slice(-2), ['snapshot a', 'compared b,c']);
  });

  it('sends what a compared run goes on with, and nothing of those that rest', async () => {
    const [shown, going] = [historyOf('a'), historyOf('b', 2)];
    metrics.show({ history: shown });
    metrics.compare([going, historyOf('c')]);
    await settle();
    seen.length = 0;
    for (const event of exampleEvents.slice(2)) going.apply(event);
    await settle();
    assert.deepEqual(
      seen.filter((line) => !line.startsWith('delta a')),
      ['delta b 2+2'],
    );
  });

  it('ends when the view asks for it', async () => {
    metrics.show({ history: historyOf('a') });
    metrics.compare([historyOf('b')]);
    await settle();
    channel.emit('endComparison', null);
    await settle();
    assert.deepEqual(seen.slice(-2), ['snapshot a', 'compared ']);
  });
});

describe('saving what a view has made', () => {
  const folder = temporaryFolder();

  it('writes text and bytes where the user wants them, and nothing where the dialog is closed', async () => {
    proposedFiles.length = 0;
    await saveFile({ name: 'run-1.csv', content: 'step\r\n1\r\n' }, folder.path);
    assert.deepEqual(proposedFiles, [path.join(folder.path, 'run-1.csv')]);
    assert.equal(readFileSync(path.join(folder.path, 'run-1.csv'), 'utf8'), 'step\r\n1\r\n');
    savedFiles.push(fakeEditor.uri(path.join(folder.path, 'chosen.png')));
    await saveFile({ name: 'run-1.png', content: Uint8Array.of(1, 2) }, folder.path);
    assert.deepEqual([...readFileSync(path.join(folder.path, 'chosen.png'))], [1, 2]);
    savedFiles.push(undefined);
    await saveFile({ name: 'run-1.png', content: Uint8Array.of(1, 2) }, folder.path);
  });

  it('says which file it could not write', async () => {
    savedFiles.push(fakeEditor.uri(path.join(folder.path, 'nowhere', 'run-1.csv')));
    await assert.rejects(
      saveFile({ name: 'run-1.csv', content: '' }, folder.path),
      /nowhere.run-1\.csv can't be written \(.*ENOENT.*\); choose another folder\.$/,
    );
  });
});
