import type { LiveMetrics } from '../../protocol/run';
import type { RunDelta, RunSnapshot, RunStatus } from '../../protocol/viewContract';
import { measured } from '../../protocol/format';
import { liveRows, type LiveRows } from './liveNumbers';

/** What the panel keeps of a run: no history, only where it is. */
export interface RunProgress {
  readonly status: RunStatus;
  /** Steps taken so far. */
  readonly step: number;
  /** Of the newest step. */
  readonly loss: number | undefined;
  readonly live: LiveMetrics | undefined;
  readonly rows: LiveRows | undefined;
}

/** The progress after a snapshot, or after a delta upon `before`. */
export function nextProgress(before: RunProgress | undefined, news: RunSnapshot | RunDelta): RunProgress {
  const known = before?.status.id === news.status.id ? before : undefined;
  const from = 'from' in news ? news.from : 0;
  const { start } = news.status;
  return {
    status: news.status,
    step: from + news.steps.loss.length,
    loss: news.steps.loss.at(-1) ?? known?.loss,
    live: news.live ?? known?.live,
    rows: known?.rows ?? (start === undefined ? undefined : liveRows(start)),
  };
}

/** `epoch 2 / 5 · step 301 · loss 0.412` while steps are being taken, otherwise the run's own line. */
export function runLine({ status, step, loss }: RunProgress): string {
  const { start, state, message, elsewhere = false } = status;
  if (elsewhere || state !== 'running' || start === undefined || step === 0) return message;
  const epoch = Math.min(start.epochs, Math.floor((step - 1) / start.stepsPerEpoch) + 1);
  return `epoch ${epoch} / ${start.epochs} · step ${step} · loss ${measured(loss)}`;
}
