import type { RunEvent } from '../protocol/run';
import type { StepBuffer } from './stepBuffer';
import type { TrainingControl } from './trainingControl';

interface Obeying {
  readonly control: TrainingControl;
  readonly signal: AbortSignal;
  readonly buffer: StepBuffer;
}

/** Puts into effect what the run has been told, and reports it, between two batches; a paused run waits here. */
export async function* obeyOrders({ control, signal, buffer }: Obeying): AsyncGenerator<RunEvent, void, undefined> {
  if (control.orders.paused && buffer.size > 0) yield { type: 'steps', ...buffer.take() };
  const { step } = buffer.place();
  for (;;) {
    yield* putIntoEffect(step, control);
    if (!control.orders.paused || signal.aborted) return;
    await control.untilNews(signal);
  }
}

function* putIntoEffect(step: number, control: TrainingControl): Iterable<RunEvent> {
  const rate = control.takeRate(step);
  if (rate !== undefined) yield { type: 'learningRate', ...rate };
  const orders = control.takeOrders();
  if (orders !== undefined) yield { type: 'orders', step, ...orders };
}
