import type { RunData } from './runData';
import { sumFinite } from './sumFinite';

/** How far a run is. */
export interface Progress {
  readonly epoch: number;
  readonly epochs: number;
  readonly step: number;
  readonly steps: number;
  readonly elapsedSeconds: number;
  /** Nothing while it can't be told. */
  readonly leftSeconds: number | undefined;
}

/** The newest steps from which the pace is taken: the first ones of a run are slow. */
const pace = 50;

/** Nothing before the run has started. */
export function progressOf(data: RunData): Progress | undefined {
  const { start, state } = data.status;
  if (start === undefined) return undefined;
  const steps = start.epochs * start.stepsPerEpoch;
  const step = data.steps;
  const elapsedSeconds = sumFinite(data.epochs.map(({ seconds }) => seconds)) + data.msSinceEpoch / 1000;
  const leftSeconds = state === 'running' && step > 0 ? timeLeft(data, steps - step) : undefined;
  const epoch = Math.min(start.epochs, Math.max(1, Math.ceil(step / start.stepsPerEpoch)));
  return { epoch, epochs: start.epochs, step, steps, elapsedSeconds, leftSeconds };
}

/** Steps at the newest pace, and for each epoch to come what the finished ones took beside their steps. */
function timeLeft(data: RunData, stepsLeft: number): number {
  const stepSeconds = mean(data.stepMs.subarray(-pace)) / 1000;
  const last = data.epochs.at(-1);
  const before = data.epochs.at(-2)?.step ?? 0;
  const inSteps = last === undefined ? 0 : data.secondsUntil(last.step) - data.secondsUntil(before);
  const beside = last === undefined ? 0 : Math.max(0, last.seconds - inSteps);
  const epochsLeft = (data.status.start?.epochs ?? 0) - data.epochs.length;
  return stepsLeft * stepSeconds + epochsLeft * beside;
}

function mean(values: ArrayLike<number>): number {
  return values.length === 0 ? 0 : sumFinite(values) / values.length;
}
