import { bestEpoch } from '../protocol/bestEpoch';
import type { RunEvent, RunResult, TrainOptions } from '../protocol/run';
import { UserError } from '../protocol/userError';
import { eventsUntil, type EarlierRun } from './earlierRun';
import type { RunHistory } from './runHistory';
import { killLater } from './killLater';
import type { RunStore } from './runStore';
import { diskFault } from './diskFault';
import { EventFile } from './tensorboard/eventFile';
import type { TrainerProcess } from './trainerProcess';

/** Which files a run's folder gets besides its record, metrics and weights. */
export interface KeptBeside {
  /** What resuming needs. */
  readonly checkpoint: boolean;
  /** The weights of the best test accuracy. */
  readonly best: boolean;
  /** TensorBoard's event file. */
  readonly tensorboard: boolean;
}

const everything: KeptBeside = { checkpoint: true, best: true, tensorboard: true };

/** One run from its first step to its end. */
export interface SessionPlan {
  readonly trainer: TrainerProcess;
  readonly options: TrainOptions;
  readonly store: RunStore;
  readonly history: RunHistory;
  /** Aborting it ends the run after the batch in hand. */
  readonly signal: AbortSignal;
  /** The run to go on from. */
  readonly earlier?: EarlierRun | undefined;
  /** What is kept beside the weights; left out: all of it. */
  readonly keeps?: KeptBeside | undefined;
  readonly onEvent?: ((event: RunEvent) => void) | undefined;
  /** Between the request to stop and SIGKILL, in ms. */
  readonly graceMs?: number | undefined;
}

/**
 * Runs a training: the worker's events go to the run's folder and history, and however it ends, both are told how.
 * Settles with the result of a finished or stopped run, and rejects with a sentence for a failed one.
 */
export async function runSession(plan: SessionPlan): Promise<RunResult> {
  const { store, history } = plan;
  const outcome = await train(plan).then(
    (result) => ({ result }),
    (error: unknown) => ({ error }),
  );
  if ('error' in outcome) {
    // Where the folder is at fault, its end can't be written either; the sentence is the same.
    await store.finish({ state: 'failed', reason: sentence(outcome.error) }).catch(() => undefined);
    history.finish('failed', sentence(outcome.error));
    throw outcome.error;
  }
  const { stopped, reason } = outcome.result;
  const state = stopped ? 'stopped' : 'done';
  await store.finish({ state, reason }).catch((error: unknown) => {
    history.finish('failed', sentence(error));
    throw error;
  });
  history.finish(state, reason ?? '');
  return outcome.result;
}

function sentence(error: unknown): string {
  return error instanceof UserError ? error.message : `Unexpected: ${String(error)}`;
}

async function train(plan: SessionPlan): Promise<RunResult> {
  const { trainer, options, store, history, signal, graceMs = 10_000 } = plan;
  const began = performance.now();
  const stop = new AbortController();
  const stopping = AbortSignal.any([signal, stop.signal]);
  const killer = killLater(trainer, stopping, graceMs);
  const events = keepEvents(plan, () => stop.abort());
  const isGone = watchEnd(trainer);
  try {
    const { weights, checkpoint, best } = store.files;
    const { earlier, keeps = everything } = plan;
    const input = {
      options,
      weightsOut: weights,
      checkpointOut: keeps.checkpoint ? checkpoint : undefined,
      bestOut: keeps.best ? best : undefined,
      resume: earlier?.checkpoint,
      resumeBest: earlier?.best,
    };
    const result = await trainer.channel.request('train', input, stopping);
    await events.written();
    return result;
  } catch (error) {
    if (events.fault() !== undefined) throw events.fault();
    // Whoever asked for the end may have lost patience and killed the worker; what the worker itself says is a failure.
    if (isGone() && (killer.killed() || signal.aborted)) return stoppedResult(history, began);
    throw error;
  } finally {
    await events.dispose();
    killer.dispose();
  }
}

interface KeptEvents {
  /** Why the folder can't take them, if it can't. */
  fault(): unknown;
  /** Settles when all of them are on the disk; rejects with a sentence where they can't be. */
  written(): Promise<void>;
  dispose(): Promise<void>;
}

/** Takes the worker's events to where they are kept; `onFault` is called when the folder can't take them. */
function keepEvents(plan: SessionPlan, onFault: () => void): KeptEvents {
  const { trainer, store, history, onEvent, earlier, keeps = everything } = plan;
  let fault: unknown;
  const failed = (error: unknown): void => {
    fault ??= diskFault(store.folder, error);
    onFault();
  };
  const board = keeps.tensorboard ? new EventFile(store.folder, failed) : undefined;
  const keep = (event: RunEvent): void => {
    store.append(event).catch(failed);
    board?.append(event);
    history.apply(event);
  };
  const unlisten = trainer.channel.on('run', (event) => {
    if (event.type === 'start') board?.begin(event);
    if (event.type === 'start' && event.resumed !== undefined)
      eventsUntil(earlier?.events ?? [], event.resumed).forEach(keep);
    keep(event);
    onEvent?.(event);
  });
  return {
    fault: () => fault,
    written: async () => {
      await Promise.all([store.flushed(), board?.close()]);
      if (fault !== undefined) throw diskFault(store.folder, fault);
    },
    dispose: async () => {
      unlisten();
      await board?.close();
    },
  };
}

/** Tells whether a worker is gone, as soon as its pending requests have failed for it. */
function watchEnd({ channel }: TrainerProcess): () => boolean {
  let gone = false;
  void channel.closed.then(() => (gone = true));
  return () => gone;
}

/** What is known of a run whose worker had to be killed to stop it. */
function stoppedResult(history: RunHistory, began: number): RunResult {
  const { steps, epochs } = history.snapshot();
  return {
    stopped: true,
    steps: steps.loss.length,
    epochs,
    bestAccuracy: bestEpoch(epochs)?.testAccuracy,
    seconds: (performance.now() - began) / 1000,
  };
}
