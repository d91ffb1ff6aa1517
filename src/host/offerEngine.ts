import { commands, window } from 'vscode';
import type { RunStart, TrainOptions } from '../protocol/run';
import { helpfulCommands } from './failureActions';
import { slowEngineMessage } from './slowEngine';

/** Offers to install the native engine where a run has started without it for want of it. */
export async function offerEngine(choice: TrainOptions['engine'], start: RunStart): Promise<void> {
  const message = slowEngineMessage(choice, start);
  if (message === undefined) return;
  const install = 'Install Engine';
  const button = await window.showInformationMessage(message, install);
  if (button === install) await commands.executeCommand(helpfulCommands[install]);
}
