import { formatEvents, plainNumbers } from '../client/metricsLog';
import { stepNames } from '../protocol/format';
import type { EpochResult, RunEvent, RunResult, RunStart } from '../protocol/run';
import { faultSentence } from '../protocol/runFault';
import { bar, progressLine } from './progressLine';

/** Where a run was kept. */
export interface KeptRun {
  readonly folder: string;
  /** Nothing if the run ended before any were saved. */
  readonly weights: string | undefined;
}

/** Tells of a run as it goes. */
export interface TrainReport {
  event(event: RunEvent): void;
  done(result: RunResult, kept: KeptRun): void;
  failed(message: string): void;
}

/** Events on standard output, one JSON object a line: `start`, `step`, `epoch`, `fault`, `done`, `error`. */
export function jsonReport(): TrainReport {
  const print = (event: object): void => void process.stdout.write(`${JSON.stringify(event)}\n`);
  return {
    event: (event) => {
      if (event.type === 'start' || event.type === 'epoch' || event.type === 'fault') print(event);
      else if (event.type === 'steps') process.stdout.write(formatEvents(event, plainNumbers));
    },
    done: (result, kept) => print({ type: 'done', ...result, out: kept.folder, weights: kept.weights }),
    failed: (message) => print({ type: 'error', message }),
  };
}

/** A progress bar on a terminal's standard error and a line an epoch on standard output. */
export function textReport(): TrainReport {
  const line = progressLine();
  let start: RunStart | undefined;
  const print = (text: string): void => {
    line.clear();
    process.stdout.write(`${text}\n`);
  };
  return {
    event: (event) => {
      if (event.type === 'start') {
        start = event;
        print(startText(event));
      } else if (event.type === 'epoch') print(epochText(event, start?.epochs ?? event.epoch));
      else if (event.type === 'fault') print(faultSentence(event));
      else if (start !== undefined && (event.type === 'steps' || event.type === 'evaluating'))
        line.show(progressText(event, start));
    },
    done: (result, kept) => print(doneText(result, kept)),
    failed: () => line.clear(),
  };
}

function startText(start: RunStart): string {
  const count = (value: number): string => value.toLocaleString('en-US');
  return [
    ...start.passedOver.map(({ engine, reason }) => `${engine} passed over: ${reason}`),
    `engine ${start.engine}, ${stepNames[start.step]}: ${start.engineDetail}`,
    ...(start.stepDetail === '' ? [] : [start.stepDetail]),
    `data ${start.data}: ${count(start.trainImages)} training and ${count(start.testImages)} test images of ${start.classes.join(', ')}`,
    `${start.model}: ${count(start.params)} parameters, ${plural(start.epochs, 'epoch')} of ${plural(start.stepsPerEpoch, 'step')}`,
  ].join('\n');
}

function plural(value: number, noun: string): string {
  return `${value.toLocaleString('en-US')} ${noun}${value === 1 ? '' : 's'}`;
}

function progressText(event: Extract<RunEvent, { type: 'steps' | 'evaluating' }>, start: RunStart): string {
  if (event.type === 'evaluating')
    return `epoch ${event.epoch}/${start.epochs} ${bar(event.done / event.total)} evaluating`;
  const last = event.loss.length - 1;
  const inEpoch = event.first + last - (event.epoch - 1) * start.stepsPerEpoch;
  const speed = (event.imagesPerSecond[last] ?? 0).toFixed(0);
  const loss = (event.loss[last] ?? Number.NaN).toFixed(4);
  return `epoch ${event.epoch}/${start.epochs} ${bar(inEpoch / start.stepsPerEpoch)} ${inEpoch}/${start.stepsPerEpoch} · loss ${loss} · ${speed} images/s`;
}

function epochText(epoch: EpochResult, epochs: number): string {
  return (
    `epoch ${epoch.epoch}/${epochs} · train loss ${epoch.trainLoss.toFixed(4)} accuracy ${epoch.trainAccuracy.toFixed(4)}` +
    ` · test loss ${epoch.testLoss.toFixed(4)} accuracy ${epoch.testAccuracy.toFixed(4)} · ${epoch.seconds.toFixed(1)} s`
  );
}

function doneText({ stopped, reason, bestAccuracy, seconds }: RunResult, kept: KeptRun): string {
  const best = bestAccuracy === undefined ? '' : ` · best test accuracy ${bestAccuracy.toFixed(4)}`;
  return `${stopped ? 'stopped' : 'done'} after ${seconds.toFixed(1)} s${best} · ${kept.folder}${reason === undefined ? '' : `\n${reason}`}`;
}
