import { window, type LogOutputChannel } from 'vscode';
import { runWithProgress } from './runWithProgress';
import type { Trainers } from './trainers';

interface Uses {
  readonly trainers: Trainers;
  readonly output: LogOutputChannel;
}

/** The engines that are not part of the extension; sizes are of the download and on disk. */
const installable = [
  {
    label: 'TensorFlow, native, for the CPU',
    description: 'download about 0.27 GB',
    detail: 'Linux x64; needs Python 3 with pip and a C++ compiler. The fastest engine without a GPU.',
    engine: 'tensorflow',
  },
] as const;

/** "ResNet: Install Engine": fetches and proves a native engine, then says which engine runs take from now on. */
export async function installEngine({ trainers, output }: Uses): Promise<void> {
  const picked = await window.showQuickPick(installable, { title: 'Install Engine', placeHolder: 'Which engine' });
  if (picked === undefined) return;
  const { engine, label } = picked;
  const installed = await runWithProgress({
    title: `ResNet: installing ${label}`,
    trainers,
    run: (channel, signal) => channel.request('installEngine', { engine }, signal),
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
