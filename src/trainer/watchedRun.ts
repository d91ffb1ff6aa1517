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
    return yield* measuredRun(run, watch);
  } catch (error) {
    const fault = error instanceof NotFiniteLoss && watch.notFinite === undefined ? error.fault : undefined;
    if (fault !== undefined) yield { type: 'fault', ...fault };
    throw explained(error, watch.notFinite);
  }
}

async function* measuredRun(run: Run, watch: GradientWatch): Run {
  for (;;) {
    const next = await run.next();
    if (next.done === true) return next.value;
    yield next.value;
    const fault = watch.read(next.value);
    if (fault !== undefined) yield { type: 'fault', ...fault };
  }
}

/** A loss that is no number since an earlier step's gradient was none says so. */
function explained(error: unknown, earlier: RunFault | undefined): unknown {
  if (!(error instanceof NotFiniteLoss) || earlier === undefined) return error;
  return new UserError(`${error.message} It began at step ${earlier.step}: ${faultPlace(earlier)}.`);
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
