import { ProgressLocation, window } from 'vscode';
import type { TrainerProcess } from '../client/trainerProcess';
import { Pacer } from './pacer';
import { operationLine } from './operationLine';
import type { Trainers } from './trainers';

/** A job of a worker of its own, and what its notification is called. */
export interface WorkerJob<T> {
  readonly title: string;
  readonly trainers: Trainers;
  readonly run: (channel: TrainerProcess['channel'], signal: AbortSignal) => Promise<T>;
}

/** Runs a worker's job under a cancellable notification; nothing if the user cancelled it. */
export async function runWithProgress<T>({ title, trainers, run }: WorkerJob<T>): Promise<T | undefined> {
  const location = ProgressLocation.Notification;
  return window.withProgress({ location, title, cancellable: true }, async (notification, token) => {
    const cancel = new AbortController();
    token.onCancellationRequested(() => cancel.abort());
    let message = '';
    const pacer = new Pacer(() => notification.report({ message }), 200);
    try {
      return await trainers.use(cancel.signal, async (channel) => {
        channel.on('progress', (progress) => {
          message = operationLine(progress);
          pacer.news();
        });
        return run(channel, cancel.signal);
      });
    } catch (error) {
      if (cancel.signal.aborted) return undefined;
      throw error;
    } finally {
      pacer.dispose();
    }
  });
}
