import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openEarlierRun } from '../../src/client/earlierRun';
import { RunHistory } from '../../src/client/runHistory';
import { runFiles } from '../../src/client/runFiles';
import { runSession } from '../../src/client/runSession';
import { createRun } from '../../src/client/runStore';
import { startTrainer, type TrainerProcess } from '../../src/client/trainerProcess';
import { plainRecipe } from '../../src/protocol/recipe';
import type { RunEvent, RunResult, TrainOptions } from '../../src/protocol/run';
import type { RunState } from '../../src/protocol/viewContract';

/** A small network on real images: an epoch has twelve steps. */
export const quickOptions: TrainOptions = {
  ...{ model: 'resnet8-cifar', plain: false, bias: false, data: 'embedded', classes: ['airplane', 'bird'], epochs: 3 },
  ...{ batchSize: 16, optimizer: 'adam', learningRate: 0.001, momentum: 0, weightDecay: 0, seed: 0 },
  ...{ limitTrain: 192, limitTest: 64, engine: 'tensorflow', step: 'auto', liveMetrics: true },
  ...plainRecipe,
  randomCrop: 2,
  lrScheduler: 'cosine',
};

export const stepsPerEpoch = 12;

/** A run with a real worker while it goes on. */
export interface LiveRun {
  readonly worker: TrainerProcess['channel'];
  readonly history: RunHistory;
  readonly stop: () => void;
}

/** A run that is over. */
export interface EndedRun {
  readonly folder: string;
  readonly result: RunResult;
  readonly events: readonly RunEvent[];
  readonly state: RunState;
  readonly message: string;
  /** The lines of its metrics of one type. */
  logged(type: string): Record<string, unknown>[];
  /** The bytes of one of its files. */
  bytes(file: 'weights' | 'best'): Buffer;
}

export interface Conduct {
  readonly options?: Partial<TrainOptions>;
  /** The folder of the run to go on from. */
  readonly resume?: string;
  /** Called when the request to train is on its way, before the worker has begun. */
  readonly begun?: (run: LiveRun) => Promise<unknown>;
  readonly onEvent?: (event: RunEvent, run: LiveRun) => void;
}

/** Trains in a real worker, with what a test does to the run on its way. */
export async function conduct({ options = {}, resume, begun, onEvent }: Conduct): Promise<EndedRun> {
  const folder = path.join(mkdtempSync(path.join(tmpdir(), 'resnet-control-')), 'run');
  const about = { id: 'run', title: 'a run', options: { ...quickOptions, ...options } };
  const trainer = startTrainer({ script: path.resolve('dist/trainer.cjs'), log: () => undefined });
  const [history, abort, events]: [RunHistory, AbortController, RunEvent[]] = [
    new RunHistory(about),
    new AbortController(),
    [],
  ];
  const live = { worker: trainer.channel, history, stop: () => abort.abort() };
  try {
    const over = runSession({
      ...{ trainer, history, options: about.options, store: await createRun(folder, about), signal: abort.signal },
      earlier: resume === undefined ? undefined : await openEarlierRun(resume),
      onEvent: (event) => {
        events.push(event);
        onEvent?.(event, live);
      },
    });
    over.catch(() => undefined);
    await trainer.channel.ready;
    await begun?.(live);
    return { ...kept(folder), result: await over, events, ...stateOf(history) };
  } finally {
    await trainer.dispose();
  }
}

function stateOf(history: RunHistory): Pick<EndedRun, 'state' | 'message'> {
  const { state, message } = history.status();
  return { state, message };
}

function kept(folder: string): Pick<EndedRun, 'folder' | 'logged' | 'bytes'> {
  const files = runFiles(folder);
  return {
    folder,
    bytes: (file) => readFileSync(files[file]),
    logged: (type) =>
      readFileSync(files.metrics, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .filter((line) => line['type'] === type),
  };
}

/** A column of a run's steps, as its log has it. */
export function column(run: EndedRun, name: 'loss' | 'learningRate' | 'stepMs'): readonly number[] {
  return run.logged('step').map((step) => Number(step[name]));
}

/** The newest step that an event tells of. */
export function stepOf(event: RunEvent): number {
  return event.type === 'steps' ? event.first + event.loss.length - 1 : 0;
}
