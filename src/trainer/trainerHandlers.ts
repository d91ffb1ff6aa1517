import type { Handlers } from '../protocol/channel';
import type { EngineName, Progress } from '../protocol/engine';
import { stepNames } from '../protocol/format';
import type { RunEvent, RunResult } from '../protocol/run';
import type { TrainerSide } from '../protocol/trainerContract';
import { UserError } from '../protocol/userError';
import { controlHandlers, GoingRun } from './controlHandlers';
import { downloadCifar10 } from './data/downloadCifar10';
import { doctor } from './doctor';
import { evaluate, predict } from './evaluate';
import { exportNetwork } from './export/exportNetwork';
import type { TrainerFolders } from './folders';
import { throttled } from './install/installProgress';
import { installationChoices } from './install/installationChoices';
import { installEngine } from './install/installEngine';
import { listEngines, removeEngine, type InstalledEngine } from './install/installedEngines';
import { linkEngine } from './install/linkEngine';
import { featureMaps } from './pictures/featureMaps';
import { filterImages } from './pictures/filterImages';
import { testImages } from './pictures/testImages';
import { withTrainedNetwork } from './testRequest';
import { runTraining, type TrainRequest } from './trainRequest';
import { openWeights } from './weights/openWeights';
import { weightStatistics } from './weights/weightStatistics';
import { watchedRun } from './watchedRun';

/** Where the worker's one-way events go. */
export interface TrainerEvents {
  readonly run: (event: RunEvent) => void;
  readonly progress: (progress: Progress) => void;
  readonly log: (line: string) => void;
}

/** Answers to everything that the worker is asked. */
export function trainerHandlers(folders: TrainerFolders, events: TrainerEvents): Handlers<TrainerSide> {
  const { home } = folders;
  const going = new GoingRun();
  const handlers: Handlers<TrainerSide> = {
    train: (input, signal) => going.during((control) => follow({ ...input, signal, folders, control }, events)),
    ...controlHandlers(going),
    predict: (options, signal) => withTrainedNetwork({ options, signal, folders }, predict),
    evaluate: (options, signal) => withTrainedNetwork({ options, signal, folders }, evaluate),
    openWeights: (request) => openWeights(request),
    weightStatistics: ({ file }, signal) => weightStatistics(file, { signal, onProgress: throttled(events.progress) }),
    filterImages: ({ file, layer }) => filterImages(file, layer),
    testImages: (request) => testImages(request, folders),
    featureMaps: (request) => featureMaps(request, folders),
    exportNetwork: (request, signal) => exportNetwork(request, signal),
    doctor: () => doctor(folders),
    installationChoices: ({ pythons }, signal) => installationChoices({ home, pythons, signal }),
    installEngine: ({ engine }, signal) => install(engine, { home, signal, onProgress: events.progress }),
    linkEngine: ({ python }, signal) => linkEngine({ home, python, signal, onProgress: events.progress }),
    listEngines: () => listEngines(home),
    removeEngine: async ({ id }) => {
      await removeEngine(home, id);
      return null;
    },
    downloadData: (_, signal) => downloadCifar10({ home, signal, onProgress: events.progress }),
  };
  return loggingStacks(handlers, events);
}

async function follow(request: TrainRequest, events: TrainerEvents): Promise<RunResult> {
  const run = watchedRun(runTraining(request));
  for (;;) {
    const next = await run.next();
    if (next.done === true) return next.value;
    if (next.value.type === 'start') logEngine(next.value, events);
    events.run(next.value);
  }
}

function logEngine(
  { engine, engineDetail, passedOver, step, stepDetail }: Extract<RunEvent, { type: 'start' }>,
  { log }: TrainerEvents,
): void {
  for (const { engine: other, reason } of passedOver) log(`Engine ${other} was passed over: ${reason}`);
  log(`Engine: ${engine} (${engineDetail}), ${stepNames[step]}`);
  if (stepDetail !== '') log(stepDetail);
}

interface Installation {
  readonly home: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

async function install(engine: EngineName, installation: Installation): Promise<InstalledEngine> {
  if (engine !== 'tensorflow' && engine !== 'tensorflow-gpu')
    throw new UserError(`The engine "${engine}" needs no installation.`, 'usage');
  const python = process.env['RESNET_PYTHON'];
  return installEngine({ engine, ...installation, ...(python === undefined ? {} : { python }) });
}

/** Errors that are no sentence for a person are logged whole; the client gets their message alone. */
function loggingStacks(handlers: Handlers<TrainerSide>, { log }: TrainerEvents): Handlers<TrainerSide> {
  const wrapped = Object.entries(handlers).map(
    ([name, handler]: [string, (input: never, signal: AbortSignal) => unknown]) => [
      name,
      async (input: never, signal: AbortSignal): Promise<unknown> => {
        try {
          return await handler(input, signal);
        } catch (error) {
          if (error instanceof UserError) throw error;
          if (signal.aborted) throw new UserError('It was stopped.');
          if (error instanceof Error) log(error.stack ?? error.message);
          throw error;
        }
      },
    ],
  );
  return Object.fromEntries(wrapped) as Handlers<TrainerSide>; // the same keys, each with its own handler
}
