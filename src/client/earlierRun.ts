import { readFile } from 'node:fs/promises';
import type { RunEvent, RunStart } from '../protocol/run';
import { UserError } from '../protocol/userError';
import { parseEvents } from './metricsLog';
import { isOpen, openRun } from './openRun';
import { exists, runFiles } from './runFiles';
import type { RunAbout } from './runStore';

/** A run that another one goes on from. */
export interface EarlierRun {
  readonly about: RunAbout;
  readonly checkpoint: string;
  /** Where its best weights are, if it kept them. */
  readonly best: string;
  /** What it reported. */
  readonly events: readonly RunEvent[];
}

/** Opens a run to resume it; refuses one that goes on, or has kept nothing to resume from. */
export async function openEarlierRun(folder: string): Promise<EarlierRun> {
  const { record } = await openRun(folder);
  if (isOpen(record)) throw new UserError(`The run in ${folder} goes on; stop it before resuming it.`, 'usage');
  const { checkpoint, best, metrics } = runFiles(folder);
  if (!(await exists(checkpoint)))
    throw new UserError(
      `The run in ${folder} has no checkpoint.safetensors: it ended before its first one, or was told to keep none; train anew.`,
      'usage',
    );
  const text = await readFile(metrics, 'utf8').catch(() => '');
  const { id, title, options } = record;
  return { about: { id, title, options }, checkpoint, best, events: parseEvents(text) };
}

/** What a run had reported when its checkpoint was made: later steps are made again. */
export function eventsUntil(
  events: readonly RunEvent[],
  { steps, epochs, rate }: NonNullable<RunStart['resumed']>,
): readonly RunEvent[] {
  const isBehind = (event: RunEvent): boolean => {
    if (event.type === 'epoch' || event.type === 'tested') return event.epoch <= epochs;
    if (event.type === 'learningRate') return rate !== undefined && event.step <= rate.step;
    return event.type === 'fault' && event.step <= steps;
  };
  return events.flatMap((event) =>
    event.type === 'steps' ? stepsUntil(event, steps) : isBehind(event) ? [event] : [],
  );
}

function stepsUntil(event: Extract<RunEvent, { type: 'steps' }>, steps: number): readonly RunEvent[] {
  const rows = Math.min(event.loss.length, steps - event.first + 1);
  if (rows <= 0) return [];
  const { live } = event;
  return [
    {
      ...event,
      loss: event.loss.subarray(0, rows),
      accuracy: event.accuracy.subarray(0, rows),
      learningRate: event.learningRate.subarray(0, rows),
      imagesPerSecond: event.imagesPerSecond.subarray(0, rows),
      stepMs: event.stepMs.subarray(0, rows),
      live: live !== undefined && live.step <= steps ? live : undefined,
    },
  ];
}
