import type { RunEvent, RunStart } from '../protocol/run';

/** Where a run is, in a few numbers: what the status bar and the progress show. */
export interface RunGlance {
  readonly start: RunStart | undefined;
  readonly epoch: number;
  /** In this epoch. */
  readonly step: number;
  readonly loss: number | undefined;
  readonly imagesPerSecond: number | undefined;
  /** Share of the test images seen, while evaluating. */
  readonly evaluated: number | undefined;
  readonly testAccuracy: number | undefined;
  readonly paused: boolean;
}

export const beforeStart: RunGlance = {
  ...{ start: undefined, epoch: 1, step: 0, loss: undefined, imagesPerSecond: undefined },
  ...{ evaluated: undefined, testAccuracy: undefined, paused: false },
};

/** What is to be seen after one more event. */
export function glance(before: RunGlance, event: RunEvent): RunGlance {
  return reducers[event.type](before, event as never); // the table's key is the event's own type
}

type Reducers = { readonly [T in RunEvent['type']]: (g: RunGlance, e: Extract<RunEvent, { type: T }>) => RunGlance };

const reducers: Reducers = {
  start: (before, start) => ({ ...before, start }),
  steps: (before, { epoch, first, loss, imagesPerSecond }) => ({
    ...before,
    epoch,
    step: first + loss.length - 1 - (epoch - 1) * (before.start?.stepsPerEpoch ?? 0),
    loss: loss.at(-1),
    imagesPerSecond: imagesPerSecond.at(-1),
    evaluated: undefined,
  }),
  evaluating: (before, { epoch, done, total }) => ({ ...before, epoch, evaluated: total === 0 ? 0 : done / total }),
  tested: (before) => before,
  epoch: (before, { epoch, testAccuracy }) => ({ ...before, epoch, testAccuracy, evaluated: undefined }),
  learningRate: (before) => before,
  fault: (before) => before,
  orders: (before, { paused }) => ({ ...before, paused }),
};

/** `ResNet 2/5 · 301/785 · loss 0.41`. */
export function glanceLine(seen: RunGlance): string {
  const { start, epoch, step, loss } = seen;
  if (start === undefined) return 'ResNet: starting…';
  const parts = [`ResNet ${epoch}/${start.epochs}`, where(seen, `${step}/${start.stepsPerEpoch}`)];
  if (seen.paused) parts.push('paused');
  else if (loss !== undefined) parts.push(`loss ${shortLoss(loss)}`);
  return parts.join(' · ');
}

/** `epoch 2 of 5 · step 301 of 785 · loss 0.41 · 153 images/s`. */
export function glanceDetail(seen: RunGlance): string {
  const { start, epoch, step, loss, imagesPerSecond } = seen;
  if (start === undefined) return 'starting the trainer…';
  const parts = [`epoch ${epoch} of ${start.epochs}`, where(seen, `step ${step} of ${start.stepsPerEpoch}`)];
  if (loss !== undefined) parts.push(`loss ${shortLoss(loss)}`);
  if (seen.paused) parts.push('paused');
  else if (imagesPerSecond !== undefined) parts.push(`${Math.round(imagesPerSecond)} images/s`);
  return parts.join(' · ');
}

/** How far a run is, 0…1, by its training steps. */
export function glanceFraction({ start, epoch, step }: RunGlance): number {
  if (start === undefined) return 0;
  return Math.min(1, ((epoch - 1) * start.stepsPerEpoch + step) / Math.max(1, start.epochs * start.stepsPerEpoch));
}

function where({ evaluated }: RunGlance, steps: string): string {
  return evaluated === undefined ? steps : `testing ${Math.round(100 * evaluated)} %`;
}

function shortLoss(loss: number): string {
  return Number.isFinite(loss) && loss < 0.1 ? loss.toPrecision(2) : loss.toFixed(2);
}
