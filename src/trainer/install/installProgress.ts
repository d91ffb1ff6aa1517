import type { Progress } from '../../protocol/engine';

/** Is told how far an installation is; `phase` is shown as it is, e.g. "Downloading TensorFlow 2.21.0". */
export type ProgressListener = (progress: Progress) => void;

const millisecondsBetweenReports = 100;

/** Passes on at most ten reports a second, and always the first and the last of a phase. */
export function throttled(listener: ProgressListener): ProgressListener {
  let phase = '';
  let last = 0;
  return (progress) => {
    const edge = progress.phase !== phase || progress.done >= progress.total;
    if (!edge && performance.now() - last < millisecondsBetweenReports) return;
    phase = progress.phase;
    last = performance.now();
    listener(progress);
  };
}

/** Runs one undivided piece of work as a phase of a single step. */
export async function asStep<T>(listener: ProgressListener, phase: string, work: () => Promise<T>): Promise<T> {
  listener({ phase, done: 0, total: 1, unit: 'steps' });
  const result = await work();
  listener({ phase, done: 1, total: 1, unit: 'steps' });
  return result;
}
