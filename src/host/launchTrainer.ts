import path from 'node:path';
import type { LogOutputChannel } from 'vscode';
import { startTrainer, type TrainerProcess } from '../client/trainerProcess';
import { gpuEnvironment } from '../client/trainerEnvironment';
import type { Settings } from './settings';

/** Starts the extension's worker as the settings say; everything it says goes to the log. */
export function launchTrainer(
  extensionPath: string,
  { settings, output }: { readonly settings: Settings; readonly output: LogOutputChannel },
): TrainerProcess {
  const { nodePath, python } = settings;
  const trainer = startTrainer({
    script: path.join(extensionPath, 'dist', 'trainer.cjs'),
    nodePath,
    env: { ...(python === undefined ? {} : { RESNET_PYTHON: python }), ...gpuEnvironment(settings) },
    log: (line) => output.info(`trainer: ${line}`),
  });
  output.info(`The trainer is process ${trainer.pid ?? 'none'}.`);
  trainer.channel.on('log', (line) => output.info(line));
  return trainer;
}
