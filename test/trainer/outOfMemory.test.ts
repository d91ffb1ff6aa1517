import assert from 'node:assert/strict';
import { preset } from '../../src/model/presets';
import { UserError } from '../../src/protocol/userError';
import {
  explainFailure,
  fittingBatch,
  isOutOfMemory,
  trainingBytes,
  type MemoryNeed,
} from '../../src/trainer/outOfMemory';

/** What TensorFlow, its graph runtime and JavaScript say when memory runs out. */
const words = [
  'Session fail to run with error: OOM when allocating tensor with shape[512,64,112,112] and type float on /job:localhost/replica:0/task:0/device:GPU:0 by allocator GPU_0_bfc',
  'RESOURCE_EXHAUSTED: Out of memory while trying to allocate 3211264000 bytes.',
  'std::bad_alloc',
  'Array buffer allocation failed',
];

function need(batchSize: number): MemoryNeed {
  const architecture = preset('resnet50', { input: [3, 224, 224], classes: 1000 });
  assert.ok(architecture);
  return { architecture, options: { batchSize, optimizer: 'adam', momentum: 0, weightDecay: 0 } };
}

describe('a step without memory', () => {
  it('is known by the engine’s words', () => {
    for (const text of words) assert.ok(isOutOfMemory(text), text);
    assert.ok(!isOutOfMemory('TensorFlow refuses layer "conv1": Invalid argument'));
  });

  it('counts parameters, gradients and slots once and activations for each image', () => {
    const one = trainingBytes(need(1), 1);
    const perImage = trainingBytes(need(1), 2) - one;
    assert.equal(one - perImage, 25_557_032 * 4 * 4); // torchvision's count; Adam has two slots
    assert.ok(perImage > 3 * 80e6 && perImage < 3 * 200e6, String(perImage));
  });

  it('is told with the batch size that would fit', () => {
    const wanted = need(512);
    const batch = fittingBatch(wanted, 80e9);
    assert.ok(batch >= 16 && batch < 512 && Math.log2(batch) % 1 === 0, String(batch));
    assert.ok(trainingBytes(wanted, batch) <= 80e9 && trainingBytes(wanted, 2 * batch) > 0.9 * 80e9);
    assert.equal(fittingBatch(wanted, 1e8), 0);
    assert.equal(fittingBatch(need(96), 1e15), 64);
    assert.equal(fittingBatch(need(64), 1e15), 32);
  });

  it('becomes one sentence, and other failures stay what they are', async () => {
    const told = await explainFailure(new Error(words[0]), need(4096), 'tensorflow');
    assert.ok(told instanceof UserError);
    assert.match(
      told.message,
      /^The memory of this machine \([\d.]+ GB\) is too small for batches of 4096: .*--batch-size \d+|no batch/,
    );
    assert.match(told.message, /nothing was changed by it\.$/);
    const other = new Error('something else');
    assert.equal(await explainFailure(other, need(4), 'tensorflow'), other);
  });
});
