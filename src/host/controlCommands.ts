import { window } from 'vscode';
import { numberProblem } from '../protocol/checkTrainOptions';
import type { RunControl } from '../protocol/viewContract';
import type { Runs } from './runs';

/** The commands that change the run that goes on, one row each; all of them reject with a sentence where none does. */
export const controlCommands: Readonly<Record<RunControl, (runs: Runs) => Promise<unknown>>> = {
  pause: async ({ worker }) => worker.request('pause', null),
  continue: async ({ worker }) => worker.request('resume', null),
  changeLearningRate: async (runs) => {
    const { worker, latest } = runs;
    const now = latest?.history.status().learningRate ?? latest?.plan.options.learningRate;
    const answer = await window.showInputBox({
      title: 'Change Learning Rate',
      prompt: 'The base rate from the next step on; the schedule is scaled to it.',
      value: now === undefined ? '' : String(now),
      validateInput: rateProblem,
    });
    if (answer !== undefined) await worker.request('setLearningRate', { learningRate: Number(answer) });
  },
  stopAfterEpoch: async ({ worker }) => worker.request('stopAfterEpoch', null),
};

/** What is wrong with an answer, in a sentence. */
function rateProblem(text: string): string | undefined {
  return text.trim() === '' ? 'Type a learning rate, such as 0.001.' : numberProblem('learningRate', Number(text));
}
