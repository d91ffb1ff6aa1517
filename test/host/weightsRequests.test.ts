import assert from 'node:assert/strict';
import { Trainers } from '../../src/host/trainers';
import type { ViewContent } from '../../src/host/viewSession';
import { weightsRequests } from '../../src/host/weightsRequests';
import { buildArchitecture } from '../../src/protocol/checkTrainOptions';
import type { TensorStatistics } from '../../src/protocol/weights';
import { weightStatistics } from '../../src/trainer/weights/weightStatistics';
import { exampleResult } from '../client/exampleRun';
import { stubTrainer } from '../client/stubTrainer';
import { userError } from '../trainer/tensorSamples';
import { fileWith, weightsOf } from '../trainer/weightsFile';

describe('what the panel asks of weights', () => {
  const { signal } = new AbortController();
  const architecture = buildArchitecture({ model: 'resnet8-cifar' }, 2);
  const weights = fileWith(weightsOf(architecture));
  const trained = { weights, network: { model: 'resnet8-cifar' }, classes: 2, classNames: ['a', 'b'], data: 'embedded' }; // prettier-ignore
  let asked: unknown[];
  let measured: (readonly [ViewContent, readonly TensorStatistics[]])[];

  beforeEach(() => ([asked, measured] = [[], []]));

  function requests(content: ViewContent): ReturnType<typeof weightsRequests> {
    const keep = (input: unknown): never => {
      asked.push(input);
      throw new Error('answered by another test');
    };
    const trainer = (): ReturnType<typeof stubTrainer> =>
      stubTrainer(() => exampleResult, {
        weightStatistics: ({ file }, stop) => weightStatistics(file, { signal: stop, onProgress: () => undefined }),
        filterImages: keep,
        testImages: keep,
        featureMaps: keep,
      });
    return weightsRequests({
      trainers: new Trainers(trainer),
      settings: () => ({ engine: 'wasm' }),
      shown: () => ({ content, measured: (of, found) => void measured.push([of, found]) }),
    });
  }

  it('is measured by the worker and shown with the network', async () => {
    const content: ViewContent = { trained: () => Promise.resolve(trained) };
    await requests(content).measureWeights(null, signal);
    assert.equal(measured[0]?.[0], content);
    assert.equal(measured[0][1].length, 37);
  });

  it('goes to the worker with the file, the network and the data', async () => {
    const { filterImages, testImages, featureMaps } = requests({ trained: () => Promise.resolve(trained) });
    for (const question of [
      () => filterImages({ layer: 'conv1' }, signal),
      () => testImages({ class: 'b', from: 8 }, signal),
      () => featureMaps({ layer: 'layer1.0', image: 3, from: 16 }, signal),
    ])
      await assert.rejects(async () => question());
    const data = { data: 'embedded', classes: ['a', 'b'] };
    assert.deepEqual(asked, [
      { file: weights, layer: 'conv1' },
      { ...data, class: 'b', from: 8 },
      { ...data, layer: 'layer1.0', image: 3, from: 16, weights, network: trained.network, logits: 2, input: undefined, engine: 'wasm' },
    ]); // prettier-ignore
  });

  it('is refused in a sentence where there are no weights, or none yet', async () => {
    const ask = async (content: ViewContent): Promise<unknown> =>
      requests(content).filterImages({ layer: 'a' }, signal);
    await assert.rejects(ask({}), userError(/^This network has no trained weights: train it, or open/));
    const gone = { ...trained, weights: `${weights}.gone` };
    await assert.rejects(
      ask({ trained: () => Promise.resolve(gone) }),
      userError(/^There are no weights at .*gone yet/),
    );
  });
});
