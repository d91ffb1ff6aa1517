import type { RunEvent, RunResult, TrainOptions } from '../protocol/run';
import { UserError } from '../protocol/userError';
import { eventsUntil, type EarlierRun } from './earlierRun';
import type { RunHistory } from './runHistory';
import { bestEpoch } from './runMessages';
import type { RunStore } from './runStore';
import type { TrainerProcess } from './trainerProcess';

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
  /** Keeps nothing to resume from. */
  readonly withoutCheckpoint?: boolean | undefined;
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
  const state = outcome.result.stopped ? 'stopped' : 'done';
  await store.finish({ state }).catch((error: unknown) => {
    history.finish('failed', sentence(error));
    throw error;
  });
  history.finish(state, '');
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
    const { weights, checkpoint } = store.files;
    const input = {
      options,
      weightsOut: weights,
      checkpointOut: plan.withoutCheckpoint === true ? undefined : checkpoint,
      resume: plan.earlier?.checkpoint,
    };
    const result = await trainer.channel.request('train', input, stopping);
    await store.flushed();
    return result;
  } catch (error) {
    if (events.fault() !== undefined) throw events.fault();
    // Whoever asked for the end may have lost patience and killed the worker; what the worker itself says is a failure.
    if (isGone() && (killer.killed() || signal.aborted)) return stoppedResult(history, began);
    throw error;
  } finally {
    events.dispose();
    killer.dispose();
  }
}

/** Takes the worker's events to where they are kept; `onFault` is called when the folder can't take them. */
function keepEvents(plan: SessionPlan, onFault: () => void): { fault(): unknown; dispose(): void } {
  const { trainer, store, history, onEvent, earlier } = plan;
  let fault: unknown;
  const keep = (event: RunEvent): void => {
    store.append(event).catch((error: unknown) => {
      fault ??= error;
      onFault();
    });
    history.apply(event);
  };
  const dispose = trainer.channel.on('run', (event) => {
    if (event.type === 'start' && event.resumed !== undefined)
      eventsUntil(earlier?.events ?? [], event.resumed).forEach(keep);
    keep(event);
    onEvent?.(event);
  });
  return { fault: () => fault, dispose };
}

/** Tells whether a worker is gone, as soon as its pending requests have failed for it. */
function watchEnd({ channel }: TrainerProcess): () => boolean {
  let gone = false;
  void channel.closed.then(() => (gone = true));
  return () => gone;
}

/** Kills a worker that is asked to stop and does not within the grace period. */
function killLater(
  trainer: TrainerProcess,
  stopping: AbortSignal,
  graceMs: number,
): { killed(): boolean; dispose(): void } {
  let timer: NodeJS.Timeout | undefined;
  let killed = false;
  const arm = (): void => {
    timer = setTimeout(() => {
      killed = true;
      trainer.kill();
    }, graceMs);
  };
  if (stopping.aborted) arm();
  else stopping.addEventListener('abort', arm, { once: true });
  return {
    killed: () => killed,
    dispose: () => {
      stopping.removeEventListener('abort', arm);
      clearTimeout(timer);
    },
  };
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
