import { pickedFiles, pressedButtons, shownMessages } from './fakeVscode';
import assert from 'node:assert/strict';
import { openWeights } from '../../src/host/openWeights';
import { Trainers } from '../../src/host/trainers';
import type { TrainPlan } from '../../src/host/trainPlan';
import type { ViewContent } from '../../src/host/viewSession';
import { buildArchitecture } from '../../src/protocol/checkTrainOptions';
import { writeNetworkNote } from '../../src/protocol/recognition/networkNote';
import type { TestOptions } from '../../src/protocol/trainerContract';
import * as worker from '../../src/trainer/weights/openWeights';
import { weightStatistics } from '../../src/trainer/weights/weightStatistics';
import { exampleResult } from '../client/exampleRun';
import { stubTrainer } from '../client/stubTrainer';
import { userError } from '../trainer/tensorSamples';
import { fileWith, weightsOf } from '../trainer/weightsFile';
import { exampleSettings } from './exampleSettings';
import { fakeEditor } from './fakeEditor';

const network = { model: 'resnet8-cifar' };

describe('opening weights', () => {
  const uri = (path: string): unknown => fakeEditor.api.Uri.parse(`file://${path}`);
  const ofClasses = (classes: number): string =>
    fileWith(weightsOf(buildArchitecture(network, classes)), 'a.safetensors');
  let drawn: ViewContent[];
  let evaluated: TestOptions[];
  let plans: TrainPlan[];
  let reveals: number;

  beforeEach(() => {
    [drawn, evaluated, plans, reveals] = [[], [], [], 0];
    for (const list of [shownMessages, pressedButtons, pickedFiles]) list.length = 0;
  });

  async function open(argument?: unknown, settings = exampleSettings): Promise<void> {
    const trainer = (): ReturnType<typeof stubTrainer> =>
      stubTrainer(() => exampleResult, {
        openWeights: (request) => worker.openWeights(request),
        weightStatistics: ({ file }, signal) => weightStatistics(file, { signal, onProgress: () => undefined }),
        evaluate: (options) => {
          evaluated.push(options);
          return { loss: 0.25, accuracy: 0.875, perClass: [{ class: 'airplane', accuracy: 0.875, images: 1000 }] };
        },
      });
    const uses = {
      trainers: new Trainers(trainer),
      output: { info: () => undefined },
      settings: () => settings,
      shown: {
        showPassing: (content: ViewContent) => void drawn.push(content),
        enrich: (before: ViewContent, content: ViewContent) => {
          assert.equal(before, drawn.at(-1));
          drawn.push(content);
        },
      },
      reveal: () => reveals++,
      train: (plan: TrainPlan) => Promise.resolve(void plans.push(plan)),
    };
    await openWeights(uses, argument);
  }

  it('draws their network, tells what they are like, and asks what to do', async () => {
    await open(uri(ofClasses(2)));
    const [before, after] = drawn.map(({ architecture }) => architecture);
    assert.equal(drawn.length, 2);
    assert.equal(before?.title, 'a.safetensors');
    assert.equal(before.weights, undefined);
    assert.equal(after?.architecture.name, 'resnet8-cifar');
    assert.equal(after.weights?.length, 37);
    assert.equal(reveals, 1);
    assert.deepEqual(shownMessages, ['a.safetensors: resnet8-cifar (or resnet8-cifar --plain), 2 classes, 75.3 k numbers.']); // prettier-ignore
    assert.deepEqual([evaluated, plans], [[], []]);
  });

  it('evaluates them on the data of the settings, ten classes on CIFAR-10', async () => {
    const file = ofClasses(10);
    pressedButtons.push('Evaluate on CIFAR-10');
    await open(uri(file));
    const [options] = evaluated;
    assert.deepEqual([options?.model, options?.weights, options?.data, options?.classes?.length], ['resnet8-cifar', file, 'cifar10', 10]); // prettier-ignore
    assert.equal(shownMessages[1], 'a.safetensors: accuracy 87.50 %, loss 0.2500 on 1,000 test images.');
    pressedButtons.push('Evaluate on CIFAR-10');
    await open(uri(ofClasses(2)));
    assert.deepEqual([evaluated[1]?.data, evaluated[1]?.classes], ['auto', ['airplane', 'bird']]);
  });

  it('goes on training from them, with the classes that they name', async () => {
    const noted = { ...network, order: 'relu-preact' } as const;
    const note = writeNetworkNote('own', noted, ['cat', 'dog', 'ship']);
    const file = fileWith(weightsOf(buildArchitecture(noted, 3), note), 'own.safetensors');
    pressedButtons.push('Fine-tune');
    await open(uri(file), { ...exampleSettings, epochs: 3 });
    const [plan] = plans;
    const { model, order, weights, classes, epochs, data, learningRate } = plan?.options ?? {};
    assert.deepEqual(
      [model, order, weights, classes, epochs, data, learningRate],
      ['resnet8-cifar', 'relu-preact', file, ['cat', 'dog', 'ship'], 3, 'cifar10', 1e-4],
    );
    assert.equal(plan?.title, 'resnet8-cifar · cat, dog, ship');
  });

  it('gives a new last layer to those of other classes, which it does not evaluate', async () => {
    pressedButtons.push('Evaluate on CIFAR-10');
    await open(uri(ofClasses(1000)));
    assert.match(
      shownMessages[0] ?? '',
      /They tell 1,000 classes apart, .* fine-tuning gives them a new last layer\.$/,
    );
    assert.deepEqual([pressedButtons.shift(), evaluated, plans], ['Evaluate on CIFAR-10', [], []]);
    for (const settings of [exampleSettings, { ...exampleSettings, data: '/my/images' }]) {
      pressedButtons.push('Fine-tune');
      await open(uri(ofClasses(1000)), settings);
    }
    assert.deepEqual(
      plans.map(({ options }) => [options.data, options.classes, options.newHead]),
      [
        ['auto', undefined, true],
        ['/my/images', undefined, undefined],
      ],
    );
  });

  it('asks for a file where none was clicked, and does nothing without one', async () => {
    await open();
    assert.deepEqual([drawn, shownMessages], [[], []]);
    pickedFiles.push(uri(ofClasses(2)));
    await open();
    assert.equal(drawn.length, 2);
  });

  it('refuses what is none in a sentence, and draws nothing', async () => {
    const file = fileWith(Buffer.from('no weights at all'), 'model.safetensors');
    await assert.rejects(open(uri(file)), userError(/^model\.safetensors is not a usable safetensors file: /));
    await assert.rejects(open({ scheme: 'vscode-vfs', fsPath: '/a' }).then(() => open(uri('/nowhere'))), userError(/there is no such file/)); // prettier-ignore
    assert.deepEqual(drawn, []);
  });
});
