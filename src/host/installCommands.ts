import { window, type LogOutputChannel } from 'vscode';
import { engineItems, type EngineTask } from './engineItems';
import { selectedPython } from './pythonExtension';
import { runWithProgress } from './runWithProgress';
import type { Trainers } from './trainers';

interface Uses {
  readonly trainers: Trainers;
  readonly output: LogOutputChannel;
}

/** "ResNet: Install Engine": offers what suits the machine, does it, and says which engine runs take from now on. */
export async function installEngine({ trainers, output }: Uses): Promise<void> {
  const pythons = await selectedPython();
  const choices = await runWithProgress({
    title: 'ResNet: looking at this machine…',
    trainers,
    run: (channel, signal) => channel.request('installationChoices', { pythons }, signal),
  });
  if (choices === undefined) return;
  const picked = await window.showQuickPick(engineItems(choices), {
    title: 'Install Engine',
    placeHolder: 'Which engine',
    matchOnDetail: true,
  });
  if (picked === undefined) return;
  const { task } = picked;
  if (task.do === 'remove') await remove(task.id, { trainers, output });
  else await install(task, { trainers, output });
}

async function install(task: Exclude<EngineTask, { do: 'remove' }>, { trainers, output }: Uses): Promise<void> {
  const installed = await runWithProgress({
    title: 'ResNet: installing the engine',
    trainers,
    run: (channel, signal) =>
      task.do === 'install'
        ? channel.request('installEngine', { engine: task.engine }, signal)
        : channel.request('linkEngine', { python: task.python }, signal),
  });
  if (installed === undefined) {
    output.info('The installation was cancelled; the next one goes on where it stopped.');
    return;
  }
  output.info(`Installed ${installed.id} (${installed.bytes} bytes) in ${installed.folder}.`);
  const { choice } = await trainers.use(new AbortController().signal, (channel) => channel.request('doctor', null));
  void window.showInformationMessage(
    `ResNet: ${installed.engine} ${installed.version} is installed; runs now take ${choice}.`,
  );
}

async function remove(id: string, { trainers, output }: Uses): Promise<void> {
  const button = 'Remove';
  const answer = await window.showWarningMessage(`Remove the engine ${id}?`, { modal: true }, button);
  if (answer !== button) return;
  await trainers.use(new AbortController().signal, (channel) => channel.request('removeEngine', { id }));
  output.info(`Removed ${id}.`);
}

/** Fetches CIFAR-10 into the cache. */
export async function downloadData({ trainers, output }: Uses): Promise<void> {
  const folder = await runWithProgress({
    title: 'ResNet: downloading CIFAR-10',
    trainers,
    run: (channel, signal) => channel.request('downloadData', null, signal),
  });
  if (folder === undefined) return;
  output.info(`CIFAR-10 is in ${folder}.`);
  void window.showInformationMessage('ResNet: CIFAR-10 is here; train again to use it.');
}
