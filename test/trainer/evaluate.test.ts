import assert from 'node:assert/strict';
import type { Batch } from '../../src/trainer/data/assembleBatch';
import { BatchAssembler } from '../../src/trainer/data/batchAssembler';
import type { Split } from '../../src/trainer/data/dataset';
import { evaluate, predict, scoreBatches, type Scoring } from '../../src/trainer/evaluate';
import type { TrainableNetwork } from '../../src/trainer/trainableNetwork';
import { countedSplit } from '../data/countedSplit';
import { within } from './closeness';

const classNames = ['airplane', 'bird', 'cat'];

/** Images in their stored order: the label, and what the network gives for each class, as probabilities. No image is a cat. */
const images: readonly { readonly label: number; readonly probabilities: readonly number[] }[] = [
  { label: 0, probabilities: [0.5, 0.25, 0.25] },
  { label: 1, probabilities: [0.125, 0.75, 0.125] },
  { label: 0, probabilities: [0.25, 0.5, 0.25] },
  { label: 1, probabilities: [0.25, 0.25, 0.5] },
  { label: 0, probabilities: [0.8, 0.1, 0.1] },
];

/** Added to every logit: it changes no probability, but overflows where they are taken to the power of e as they are. */
const shift = 1024;

const rows = images.map(({ probabilities }) => probabilities.map((p) => Math.fround(Math.log(p) + shift)));

/** −log of each image's label's probability. */
const losses = images.map(({ label, probabilities }) => -Math.log(probabilities[label] ?? Number.NaN));

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The network that answers with `rows` in turn; `sizes` are its batches. */
function answering(): { readonly network: TrainableNetwork; readonly sizes: number[] } {
  const sizes: number[] = [];
  const network: TrainableNetwork = {
    rows: { tensors: [], blocks: [], relus: [] },
    step: () => Promise.reject(new Error('Testing must not train.')),
    score: () => Promise.reject(new Error('Logits are asked for here.')),
    logits: ({ count, images: pixels }: Batch) => {
      assert.equal(pixels.length, count * 3072);
      const done = sum(sizes);
      sizes.push(count);
      return Promise.resolve(Float32Array.from(rows.slice(done, done + count).flat()));
    },
    stateDict: () => Promise.resolve(new Map()),
    optimizerState: () => Promise.resolve(new Map()),
    dispose: () => undefined,
  };
  return { network, sizes };
}

describe('testing a network', function () {
  this.timeout(30_000);
  const test: Split = { ...countedSplit(images.length), labels: Uint8Array.from(images, ({ label }) => label) };
  let scoring: Scoring & { readonly classNames: readonly string[] };
  let batches: BatchAssembler;

  before(() => {
    batches = new BatchAssembler({ splits: { test } });
    scoring = { batches, batchSize: 2, classes: 3, classNames };
  });
  after(() => batches.dispose());

  it('scores batch by batch, the last one partial', async () => {
    const { network, sizes } = answering();
    const scores = [];
    for await (const score of scoreBatches(network, scoring)) scores.push(score);
    assert.deepEqual(sizes, [2, 2, 1]);
    assert.deepEqual(
      scores.map(({ count, labels, correct }) => ({ count, labels: [...labels], correct })),
      [
        { count: 2, labels: [0, 1], correct: 2 },
        { count: 2, labels: [0, 1], correct: 0 },
        { count: 1, labels: [0], correct: 1 },
      ],
    );
    scores.forEach(({ lossSum }, batch) =>
      within(Math.abs(lossSum - sum(losses.slice(2 * batch, 2 * batch + 2))), 5e-4, `batch ${batch}`),
    );
  });

  it('evaluates to the mean loss over the images and the accuracy of each class', async () => {
    const { network } = answering();
    const { loss, accuracy, perClass } = await evaluate(network, scoring);
    within(Math.abs(loss - sum(losses) / 5), 5e-4, 'loss');
    assert.equal(accuracy, 3 / 5);
    assert.deepEqual(perClass.slice(0, 2), [
      { class: 'airplane', accuracy: 2 / 3, images: 3 },
      { class: 'bird', accuracy: 1 / 2, images: 2 },
    ]);
  });

  it('says in JSON that a class without images has no accuracy', async () => {
    const { network } = answering();
    const written = JSON.stringify((await evaluate(network, scoring)).perClass[2]);
    assert.deepEqual(JSON.parse(written), { class: 'cat', accuracy: null, images: 0 });
  });

  it('does not depend on the batch size', async () => {
    const by = (batchSize: number) => evaluate(answering().network, { ...scoring, batchSize });
    const [two, all] = [await by(2), await by(64)];
    within(Math.abs(two.loss - all.loss), 1e-6, 'loss');
    assert.deepEqual({ ...all, loss: 0 }, { ...two, loss: 0 });
  });

  it('predicts the logits and labels of all images in order', async () => {
    const { network } = answering();
    assert.deepEqual(await predict(network, scoring), { logits: rows, labels: images.map(({ label }) => label) });
  });

  it('ends when it is aborted', async () => {
    const { network, sizes } = answering();
    const reason = new Error('no longer wanted');
    const stopped = new AbortController();
    const logits = (batch: Batch): Promise<Float32Array> => {
      stopped.abort(reason);
      return network.logits(batch);
    };
    await assert.rejects(predict({ ...network, logits }, { ...scoring, signal: stopped.signal }), reason);
    assert.deepEqual(sizes, [2]);
  });
});
