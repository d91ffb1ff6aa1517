import { exact, percent, stateNames } from '../protocol/format';
import type { EpochResult, RunEvent, RunStart } from '../protocol/run';
import { faultSentence } from '../protocol/runFault';
import type { RunState } from '../protocol/viewContract';

type EventOf<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>;

type Messages = {
  readonly [T in RunEvent['type']]: (event: EventOf<T>, start: RunStart | undefined) => string;
};

const messages: Messages = {
  start: ({ engine, trainImages }) => `Started on ${engine} · ${exact(trainImages)} training images`,
  steps: ({ epoch, first, loss }, start) =>
    `${epochOf(epoch, start)} · step ${exact(first + loss.length - 1)} · loss ${(loss.at(-1) ?? Number.NaN).toFixed(4)}`,
  evaluating: ({ epoch, done, total }) => `Evaluating epoch ${epoch} · ${exact(done)} of ${exact(total)} images`,
  tested: ({ epoch }, start) => `${epochOf(epoch, start)} tested`,
  epoch: ({ epoch, testAccuracy }, start) => `${epochOf(epoch, start)} done · test accuracy ${percent(testAccuracy)}`,
  learningRate: ({ learningRate, step }) => `Learning rate ${learningRate} from step ${exact(step)} on`,
  fault: faultSentence,
  orders: ({ paused, step }) => `${paused ? 'Paused before' : 'Goes on with'} step ${exact(step)}`,
};

/** One line for a person: what a run is doing, by its newest event. */
export function eventMessage<T extends RunEvent['type']>(
  event: EventOf<T> & { readonly type: T },
  start: RunStart | undefined,
): string {
  const message: Messages[T] = messages[event.type];
  return message(event, start);
}

/** `Finished: best test accuracy 89.90 % (epoch 5)`: how a run ended, without its reason. */
export function finalMessage(state: RunState, best: EpochResult | undefined): string {
  const outcome = stateNames[state];
  return best === undefined
    ? `${outcome}.`
    : `${outcome}: best test accuracy ${percent(best.testAccuracy)} (epoch ${best.epoch})`;
}

function epochOf(epoch: number, start: RunStart | undefined): string {
  return start === undefined ? `Epoch ${epoch}` : `Epoch ${epoch} of ${start.epochs}`;
}
