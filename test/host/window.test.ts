import { shownMessages } from './fakeVscode';
import assert from 'node:assert/strict';
import type { Uri, WebviewPanel } from 'vscode';
import { ArchitecturePanel } from '../../src/host/architecturePanel';
import { noWeights } from '../../src/host/noWeights';
import { Runs } from '../../src/host/runs';
import { trainAgain } from '../../src/host/trainCommand';
import { trainPlan } from '../../src/host/trainPlan';
import { UserError } from '../../src/protocol/userError';
import { exampleResult } from '../client/exampleRun';
import { scratchFolder } from '../client/stubScript';
import { stubTrainer } from '../client/stubTrainer';
import { exampleSettings } from './exampleSettings';

describe('what the extension does in the window', () => {
  it('says that the views could not be shown, and trains all the same', async () => {
    const scratch = scratchFolder();
    const runs = new Runs({ startTrainer: () => stubTrainer(() => exampleResult), runsFolder: () => scratch.path });
    const numbers = { model: 'resnet18', classes: ['a', 'b'], batchSize: 64, learningRate: 0.001 };
    await runs.train(trainPlan({ ...numbers, optimizer: 'adam' }, exampleSettings));
    shownMessages.length = 0;
    await trainAgain({
      runs,
      indicator: { follow: (_, run) => run },
      output: { info: () => undefined, error: () => undefined },
      settings: () => exampleSettings,
      reveal: () => Promise.reject(new UserError('The view is broken.')),
    });
    assert.equal(shownMessages[0], 'The view is broken.');
    assert.match(shownMessages[1] ?? '', /best test accuracy 75\.00 %/);
    scratch.remove();
  });

  for (const closes of [true, false])
    it(`${closes ? 'forgets' : 'fills'} a panel that ${closes ? 'was closed' : 'stays'} while the last run is read`, async () => {
      let restored: () => void = () => undefined;
      let dispose: () => void = () => undefined;
      const webview = { html: '', cspSource: 'own', asWebviewUri: String, onDidReceiveMessage: () => undefined };
      const panel = {
        ...{ webview, visible: true, title: '', onDidChangeViewState: () => undefined },
        onDidDispose: (listener: () => void) => (dispose = listener),
      } as unknown as WebviewPanel; // all of it that is used
      const nothing = (): void => undefined;
      const serializer = new ArchitecturePanel({
        extension: 'extension' as unknown as Uri,
        actions: {
          stop: nothing,
          control: nothing,
          train: nothing,
          trainAgain: nothing,
          lookBack: nothing,
          painted: nothing,
          log: nothing,
          save: nothing,
          exportGraph: nothing,
          weights: noWeights('None.'),
        },
        restored: new Promise<void>((resolve) => (restored = resolve)),
      });
      const done = serializer.deserializeWebviewPanel(panel);
      if (closes) dispose();
      await Promise.resolve();
      restored();
      await done;
      assert.equal(webview.html === '', closes);
    });
});
