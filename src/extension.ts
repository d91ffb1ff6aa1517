import { loadBegan } from './host/activationClock';
import { homedir } from 'node:os';
import {
  commands,
  Uri,
  window,
  workspace,
  type Disposable,
  type ExtensionContext,
  type LogOutputChannel,
} from 'vscode';
import { ArchitecturePanel } from './host/architecturePanel';
import { compareCommand } from './host/compareCommand';
import { compareGraphs } from './host/compareGraphs';
import { controlCommands } from './host/controlCommands';
import { DoctorCommand } from './host/doctorCommand';
import { downloadData, installEngine } from './host/installCommands';
import { exportGraph } from './host/exportGraph';
import { exportCommand } from './host/exportCommand';
import { filePlan } from './host/filePlan';
import { launchTrainer } from './host/launchTrainer';
import { MetricsView } from './host/metricsView';
import { openFileUri } from './host/networkFileDocument';
import { modelContent, openModelFile } from './host/openModelFile';
import { openWeights } from './host/openWeights';
import { NetworkFileViews } from './host/networkFileViews';
import { offerEngine } from './host/offerEngine';
import { RunIndicator } from './host/runIndicator';
import { Runs } from './host/runs';
import { runContexts } from './host/runContexts';
import { runFolderOf } from './host/runItem';
import { RunList } from './host/runList';
import { RunProblems } from './host/runProblems';
import { runsFolder, runsFolders } from './host/runsFolder';
import { parseSettings, type Settings } from './host/settings';
import { askNetwork } from './host/showArchitecture';
import { saveFile } from './host/saveFile';
import { showFailure } from './host/showFailure';
import { Shown } from './host/shown';
import { resumeTraining, trainAgain, trainCommand, trainThis } from './host/trainCommand';
import { Trainers } from './host/trainers';
import type { TrainPlan } from './host/trainPlan';
import { architecturePanelType, metricsViewId } from './host/viewIds';
import type { ViewActions } from './host/viewSession';
import { weightsRequests } from './host/weightsRequests';

const loadMs = performance.now() - loadBegan;
let end: () => Promise<void> = () => Promise.resolve();

/** Composes the extension: constructs, registers, subscribes. */
export function activate(context: ExtensionContext): void {
  const began = performance.now();
  const output = window.createOutputChannel('ResNet', { log: true });
  const parts = construct(context, output);
  const { trainers, runs, panel, metrics, shown, indicator, doctor, files, list } = parts;
  const unlisten = listenToRuns(parts);
  const unlistenContexts = runs.listen(runContexts);
  context.subscriptions.push(
    ...registerCommands(parts),
    new RunProblems(runs, (line) => output.warn(line)),
    window.registerWebviewPanelSerializer(architecturePanelType, panel),
    window.registerWebviewViewProvider(metricsViewId, metrics),
    ...[
      output,
      metrics,
      panel,
      shown,
      indicator,
      doctor,
      files,
      list,
      { dispose: unlisten },
      { dispose: unlistenContexts },
    ],
  );
  end = async () => {
    await trainers.dispose('VS Code was closed while the run went on.');
    await runs.over;
  };
  output.info(`Activated in ${Math.round(loadMs + performance.now() - began)} ms.`);
}

/** How long a run waits for the graph to be painted before its worker takes the processor, in ms. */
const paintLimit = 2_000;

/** What the extension is made of. */
interface Parts {
  readonly output: LogOutputChannel;
  readonly settings: () => Settings;
  readonly runsFolder: () => string;
  readonly trainers: Trainers;
  readonly runs: Runs;
  readonly panel: ArchitecturePanel;
  readonly metrics: MetricsView;
  readonly shown: Shown;
  readonly indicator: RunIndicator;
  readonly doctor: DoctorCommand;
  readonly files: NetworkFileViews;
  readonly list: RunList;
}

function construct(context: ExtensionContext, output: LogOutputChannel): Parts {
  const settings = (): Settings => parseSettings((key) => workspace.getConfiguration('resnet').get(key));
  const keptIn = (): string => runsFolder(context, settings().runsFolder);
  const trainers = new Trainers(() => launchTrainer(context.extensionPath, { settings: settings(), output }));
  const runs = new Runs({
    startTrainer: () => trainers.start(),
    ready: () => panel.untilPainted(paintLimit),
    runsFolder: keptIn,
    keeps: () => {
      const { checkpoint, bestCheckpoint: best, tensorboard } = settings();
      return { checkpoint, best, tensorboard };
    },
  });
  const view = {
    extension: context.extensionUri,
    actions: viewActions(output, () => shown, { trainers, settings }),
  };
  const metrics = new MetricsView(view);
  const restored: Promise<void> = Promise.resolve().then(() => shown.restore((line) => output.warn(line)));
  const panel: ArchitecturePanel = new ArchitecturePanel({ ...view, restored });
  const shown: Shown = new Shown({
    runs,
    panel,
    metrics,
    memory: context.workspaceState,
    openFile: (file) => files.content(file),
    openModel: modelContent,
  });
  const files: NetworkFileViews = new NetworkFileViews({
    showFile: (file, content) => shown.showFile(file, content),
    fileChanged: (file, content) => shown.fileChanged(file, content),
    revealBeside: () => panel.revealBeside(),
  });
  const indicator = new RunIndicator('resnet.showRun');
  const doctor = new DoctorCommand({ trainers, output });
  const list = new RunList({
    runs,
    folders: () => runsFolders(context, settings().runsFolder),
    memory: context.workspaceState,
    log: (line) => output.warn(line),
    overlay: async (histories) => {
      metrics.compare(histories);
      await metrics.reveal();
    },
  });
  return {
    output,
    settings,
    runsFolder: keptIn,
    trainers,
    runs,
    panel,
    metrics,
    shown,
    indicator,
    doctor,
    files,
    list,
  };
}

function listenToRuns({ runs, indicator, output }: Parts): () => void {
  return runs.listen({
    event: (event) => {
      indicator.event(event);
      if (event.type !== 'start' || runs.latest === undefined) return;
      const { engine } = runs.latest.plan.options;
      offerEngine(engine, event).catch((error: unknown) => showFailure(error, output));
    },
  });
}

/** "Train" beside a network file means the file. */
function viewActions(
  output: LogOutputChannel,
  shown: () => Shown,
  uses: Pick<Parts, 'trainers' | 'settings'>,
): ViewActions {
  return {
    stop: () => void commands.executeCommand('resnet.stop'),
    control: (name) => void commands.executeCommand(`resnet.${name}`),
    train: () => {
      const { file } = shown();
      if (file === undefined) void commands.executeCommand('resnet.train');
      else void commands.executeCommand('resnet.trainFile', Uri.parse(file));
    },
    trainAgain: () => void commands.executeCommand('resnet.trainAgain'),
    lookBack: (step) => shown().lookBack(step),
    exportGraph: () => void commands.executeCommand('resnet.exportGraph'),
    painted: (ms) => output.info(`The view was painted after ${Math.round(ms)} ms.`),
    log: (line) => output.warn(line),
    save: (file) => void saveFile(file, homedir()).catch((error: unknown) => showFailure(error, output)),
    weights: weightsRequests({ ...uses, shown }),
  };
}

/** One row a command; its failure is shown in a sentence. */
function registerCommands(parts: Parts): readonly Disposable[] {
  const { output, settings, trainers, runs, panel, shown, doctor, files, list } = parts;
  const training = { ...parts, reveal: () => shown.revealRun() };
  const handlers: Readonly<Record<string, (argument?: unknown, selected?: unknown) => Promise<unknown>>> = {
    train: () => trainCommand(training),
    trainAgain: () => trainAgain(training),
    resume: (run) => resumeTraining(training, runFolderOf(run)),
    stop: () => runs.stop(),
    pause: () => controlCommands.pause(runs),
    continue: () => controlCommands.continue(runs),
    changeLearningRate: () => controlCommands.changeLearningRate(runs),
    stopAfterEpoch: () => controlCommands.stopAfterEpoch(runs),
    showRun: () => shown.revealRun(),
    trainFile: async (file) => trainThis(training, await filePlan(openFileUri(file), settings())),
    showFile: (file) => files.show(file),
    describeFile: (file) => files.describe(file),
    openWeights: (file) => {
      const train = (plan: TrainPlan): Promise<void> => trainThis(training, plan);
      return openWeights({ ...parts, reveal: () => panel.reveal(), train }, file);
    },
    openModel: (file) => openModelFile({ shown, reveal: () => panel.reveal() }, file),
    compareArchitectures: (left, right) =>
      compareCommand({ panel, openFile: (file) => files.content(file) }, left, right),
    export: (file) => exportCommand({ ...parts, log: (line) => output.info(line) }, file),
    ...list.commands({
      open: (run) => shown.openRun(run, (line) => output.warn(line)),
      compareGraphs: (folders) => compareGraphs({ panel, runs, log: (line) => output.warn(line) }, folders),
    }),
    exportGraph: () =>
      exportGraph({
        panel,
        folder: () => workspace.workspaceFolders?.[0]?.uri.fsPath ?? homedir(),
        log: (line) => output.info(line),
      }),
    installEngine: () => installEngine({ trainers, output }),
    downloadData: () => downloadData({ trainers, output }),
    doctor: () => doctor.run(),
    showLog: () => Promise.resolve().then(() => output.show()),
    showArchitecture: async () => {
      const network = await askNetwork();
      if (network === undefined) return;
      shown.showNetwork(network);
      panel.reveal();
    },
  };
  return Object.entries(handlers).map(([name, run]) =>
    commands.registerCommand(`resnet.${name}`, (argument?: unknown, selected?: unknown) =>
      run(argument, selected).catch((error: unknown) => showFailure(error, output)),
    ),
  );
}

/** Ends the workers, and with them the run that goes on. */
export function deactivate(): Promise<void> {
  return end();
}
