import { commands, window, type LogOutputChannel } from 'vscode';
import { UserError } from '../protocol/userError';
import { failureButtons, helpfulCommands } from './failureActions';

/** Says what went wrong in one sentence with buttons that may help; what nobody expected goes to the log with its stack. */
export async function showFailure(error: unknown, output: Pick<LogOutputChannel, 'error'>): Promise<void> {
  const message =
    error instanceof UserError ? error.message : 'Something unexpected went wrong; the log has the details.';
  output.error(error instanceof UserError || !(error instanceof Error) ? String(error) : error);
  const button = await window.showErrorMessage(message, ...failureButtons(message));
  if (button !== undefined) await commands.executeCommand(helpfulCommands[button]);
}
