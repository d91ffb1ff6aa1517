import type { EpochResult, RunEvent } from '../protocol/run';
import { Beat, messageInterval } from './beat';
import { breathe } from './breathe';
import { obeyOrders } from './obeyOrders';
import type { StepBuffer } from './stepBuffer';
import { TestTally } from './testTally';
import type { TrainingContext } from './train';

/** What an epoch's test gives. */
type TestResult = Pick<EpochResult, 'testLoss' | 'testAccuracy'>;

/** Tests the network at an epoch's end; nothing comes of it if the run is stopped on the way. */
export async function* testEpoch(
  epoch: number,
  batchSize: number,
  context: TrainingContext & { readonly buffer: StepBuffer },
): AsyncGenerator<RunEvent, TestResult | undefined, undefined> {
  const { testImages: total, batches, network, signal } = context;
  const beat = new Beat(messageInterval);
  const tally = new TestTally(context.classes);
  let [done, loss, correct] = [0, 0, 0];
  for await (const batch of batches.batches({ split: 'test', batchSize })) {
    await breathe();
    yield* obeyOrders(context);
    if (signal.aborted) return undefined;
    const score = await network.score(batch);
    done += batch.count;
    loss += score.lossSum;
    correct += score.correct;
    tally.add({ labels: batch.labels, logits: score.logits });
    if (done === total || beat.due()) yield { type: 'evaluating', epoch, done, total };
  }
  yield { type: 'tested', ...tally.result(epoch, context.testPixels) };
  return { testLoss: loss / done, testAccuracy: correct / done };
}
