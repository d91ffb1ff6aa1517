import type { LiveMetrics, RunEvent, RunResult } from '../protocol/run';
import { faultPlace, gradientFault, type RunFault } from '../protocol/runFault';
import { RunningMedian } from '../protocol/runningMedian';
import { UserError } from '../protocol/userError';
import { NotFiniteLoss } from './notFiniteLoss';

/** Of a gradient norm's running median, in measurements. */
const medianWindow = { newest: 25, least: 5 };

type Run = AsyncGenerator<RunEvent, RunResult, undefined>;

/** A run's events, and among them where its numbers stop being sound: the first explosion, and the first that is no number. */
export async function* watchedRun(run: Run): Run {
  const watch = new GradientWatch();
  try {
    for (;;) {
      const next = await run.next();
      if (next.done === true) return next.value;
      yield next.value;
      const fault = watch.read(next.value);
      if (fault !== undefined) yield { type: 'fault', ...fault };
    }
  } catch (error) {
    if (!(error instanceof NotFiniteLoss)) throw error;
    const { notFinite } = watch;
    if (notFinite !== undefined)
      throw new UserError(`${error.message} It began at step ${notFinite.step}: ${faultPlace(notFinite)}.`);
    if (error.fault !== undefined) yield { type: 'fault', ...error.fault };
    throw error;
  }
}

/** Tells of the first fault of each gravity. */
class GradientWatch {
  readonly #medians = new RunningMedian(medianWindow);
  #tensors: readonly string[] = [];
  #exploding: RunFault | undefined;
  #notFinite: RunFault | undefined;

  get notFinite(): RunFault | undefined {
    return this.#notFinite;
  }

  read(event: RunEvent): RunFault | undefined {
    if (event.type === 'start') this.#tensors = event.tensors;
    return event.type === 'steps' && event.live !== undefined ? this.#measure(event.live) : undefined;
  }

  #measure(live: LiveMetrics): RunFault | undefined {
    const fault = gradientFault(live, this.#tensors, this.#medians.medians());
    this.#medians.add(live.gradientNorm);
    if (fault === undefined || this.#notFinite !== undefined) return undefined;
    if (fault.kind === 'gradient') return (this.#notFinite = fault);
    return this.#exploding === undefined ? (this.#exploding = fault) : undefined;
  }
}
