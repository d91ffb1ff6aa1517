import type { TrainerProcess } from '../../src/client/trainerProcess';
import { Channel, type Handlers } from '../../src/protocol/channel';
import { memoryTransports } from '../../src/protocol/memoryTransport';
import type { RunEvent } from '../../src/protocol/run';
import { trainerVersion, type ClientSide, type TrainerSide } from '../../src/protocol/trainerContract';

type Train = Handlers<TrainerSide>['train'];

/** A worker in this process whose training is the given function; `others` answer what else it is asked. */
export function stubTrainer(
  train: (
    input: Parameters<Train>[0],
    run: { readonly emit: (event: RunEvent) => void; readonly signal: AbortSignal },
  ) => ReturnType<Train>,
  others: Partial<Handlers<TrainerSide>> = {},
): TrainerProcess & { readonly wasKilled: () => boolean } {
  const [near, far] = memoryTransports();
  let killed = false;
  const unused = (): never => {
    throw new Error('not part of this stub');
  };
  const worker: Channel<TrainerSide, ClientSide> = new Channel<TrainerSide, ClientSide>(far, {
    version: trainerVersion,
    handlers: {
      train: (input, signal) => train(input, { emit: (event) => worker.emit('run', event), signal }),
      ...{
        predict: unused,
        evaluate: unused,
        doctor: unused,
        installEngine: unused,
        listEngines: unused,
      },
      ...{ removeEngine: unused, downloadData: unused, installationChoices: unused, linkEngine: unused },
      ...{ pause: unused, resume: unused, setLearningRate: unused, stopAfterEpoch: unused },
      ...{ openWeights: unused, weightStatistics: unused, exportNetwork: unused },
      ...{ filterImages: unused, testImages: unused, featureMaps: unused },
      ...others,
    },
  });
  const channel = new Channel<ClientSide, TrainerSide>(near, { version: trainerVersion, handlers: {} });
  return {
    channel,
    pid: undefined,
    kill: () => {
      killed = true;
      channel.close('The trainer was killed (SIGKILL).');
    },
    dispose: (reason) => {
      channel.close(reason);
      return Promise.resolve();
    },
    wasKilled: () => killed,
  };
}

/** Settles when the signal aborts. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve());
  });
}
