import { commands, window, type ExtensionContext, type Memento } from 'vscode';
import { ArchitecturePanel } from './host/architecturePanel';
import { compareCommand } from './host/compareCommand';
import { MetricsView } from './host/metricsView';
import { networkContent } from './host/networkContent';
import { NetworkFileViews } from './host/networkFileViews';
import { askNetwork } from './host/showArchitecture';
import { runCommandNames } from './host/runCommandNames';
import { noWeights } from './host/noWeights';
import { showFailure } from './host/showFailure';
import { architecturePanelType, metricsViewId, runsViewId } from './host/viewIds';
import type { ViewContent } from './host/viewSession';
import { presetNames } from './model/presets';

/** What the commands say that need processes and files. */
const needsMachine =
  'Training and writing files need a machine: open this in VS Code on the desktop, connected to a remote, or in code-server.';

const runCommands = [
  'train',
  'trainFile',
  'trainAgain',
  'resume',
  'stop',
  'pause',
  'continue',
  'changeLearningRate',
  'stopAfterEpoch',
  'showRun',
  'openWeights',
  'openModel',
  'export',
  'exportGraph',
  'installEngine',
  'downloadData',
  'doctor',
  ...runCommandNames,
];

/** The network that the window showed last, by its name. */
const networkKey = 'resnet.web.network';

/** The extension in a browser without a remote machine: it shows networks, and says what training needs. */
export function activate({ extensionUri, subscriptions, workspaceState }: ExtensionContext): void {
  const output = window.createOutputChannel('ResNet', { log: true });
  const refuse = async (): Promise<void> => {
    await window.showInformationMessage(needsMachine);
  };
  const view = {
    extension: extensionUri,
    actions: {
      stop: () => void refuse(),
      control: () => void refuse(),
      train: () => void refuse(),
      trainAgain: () => void refuse(),
      lookBack: () => undefined,
      exportGraph: () => void refuse(),
      painted: (ms: number) => output.info(`The view was painted after ${Math.round(ms)} ms.`),
      log: (line: string) => output.warn(line),
      save: () => undefined, // without runs there is nothing to save
      weights: noWeights(needsMachine),
    },
  };
  const panel = new ArchitecturePanel({ ...view, restored: Promise.resolve() });
  const metrics = new MetricsView(view);
  void commands.executeCommand('setContext', 'resnet.noMachine', true);
  panel.show(networkContent(keptNetwork(workspaceState)));
  const files = filesOn(panel);
  const failed = (error: unknown): void => void showFailure(error, output);
  subscriptions.push(
    ...runCommands.map((name) => commands.registerCommand(`resnet.${name}`, refuse)),
    commands.registerCommand('resnet.showLog', () => output.show()),
    commands.registerCommand('resnet.showArchitecture', () => showArchitecture(panel, workspaceState)),
    commands.registerCommand('resnet.compareArchitectures', (left: unknown, right: unknown) =>
      compareCommand({ panel, openFile: (file) => files.content(file) }, left, right).catch(failed),
    ),
    commands.registerCommand('resnet.showFile', (file: unknown) => files.show(file).catch(failed)),
    commands.registerCommand('resnet.describeFile', (file: unknown) => files.describe(file).catch(failed)),
    window.registerWebviewPanelSerializer(architecturePanelType, panel),
    window.registerWebviewViewProvider(metricsViewId, metrics),
    window.registerTreeDataProvider(runsViewId, { getChildren: () => [], getTreeItem: (item: never) => item }),
    ...[output, panel, metrics, files],
  );
}

/** Network files, drawn in the panel as long as it shows nothing else. */
function filesOn(panel: ArchitecturePanel): NetworkFileViews {
  let drawn: ViewContent | undefined;
  let shown = '';
  const draw = (content: ViewContent): void => panel.show((drawn = content));
  return new NetworkFileViews({
    showFile: (file, content) => {
      shown = file;
      draw(content);
    },
    fileChanged: (file, content) => {
      if (shown === file && panel.shows(drawn)) draw(content);
    },
    revealBeside: () => panel.revealBeside(),
  });
}

async function showArchitecture(panel: ArchitecturePanel, memory: Memento): Promise<void> {
  const network = await askNetwork();
  if (network === undefined) return;
  panel.show(networkContent(network));
  panel.reveal();
  await memory.update(networkKey, network);
}

function keptNetwork(memory: Memento): string {
  const kept = memory.get(networkKey);
  return presetNames.find((name) => name === kept) ?? 'resnet34';
}
