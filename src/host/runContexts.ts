import { commands } from 'vscode';
import type { RunsListener } from './runs';

/** Keeps the contexts by which VS Code shows and enables the commands of a run that goes on. */
export const runContexts: RunsListener = {
  event: (event) => {
    if (event.type !== 'orders') return;
    setContext('paused', event.paused);
    setContext('stopsAfterEpoch', event.stopsAfterEpoch);
  },
  going: (going) => {
    setContext('going', going);
    setContext('paused', false);
    setContext('stopsAfterEpoch', false);
  },
};

function setContext(name: string, value: boolean): void {
  void commands.executeCommand('setContext', `resnet.${name}`, value);
}
