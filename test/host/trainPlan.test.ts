import assert from 'node:assert/strict';
import { presetPlans, trainPlan } from '../../src/host/trainPlan';
import { plannedNetwork } from '../../src/protocol/plannedNetwork';
import { checkTrainOptions } from '../../src/protocol/checkTrainOptions';
import { plainRecipe } from '../../src/protocol/recipe';
import { exampleSettings } from './exampleSettings';

describe('train plan', () => {
  const [example, ...others] = presetPlans(exampleSettings);

  it('has the example first', () => {
    assert.equal(example?.label, 'ResNet-34 on airplane and bird');
    assert.equal(
      example.detail,
      '5 epochs, Adam 0.001, batch 64 · CIFAR-10 if it is here, else the 1,000 embedded images',
    );
    assert.deepEqual(trainPlan(example.numbers, exampleSettings), {
      title: 'resnet34 · airplane, bird',
      options: {
        ...{ model: 'resnet34', classes: ['airplane', 'bird'], plain: false, bias: false, epochs: 5, batchSize: 64 },
        ...{ data: 'auto', engine: 'auto', seed: 0, limitTrain: undefined, limitTest: undefined, liveMetrics: true },
        ...{ optimizer: 'adam', learningRate: 0.001, momentum: 0, weightDecay: 0 },
        ...{ step: 'auto', metricsEvery: undefined },
        ...plainRecipe,
      },
    });
  });

  it('says which images a preset takes', () => {
    const images = (data: string): readonly string[] =>
      presetPlans({ ...exampleSettings, data }).map(({ detail }) => detail.replace(/^.* · /, ''));
    const download = 'needs CIFAR-10 ("ResNet: Download CIFAR-10")';
    assert.deepEqual(images('auto').slice(1), [download, download]);
    assert.deepEqual(images('embedded'), ['the 1,000 embedded images', download, download]);
    assert.deepEqual(images('cifar10'), ['CIFAR-10', download, download]);
    assert.deepEqual(images('/images'), Array(3).fill('the images in /images'));
  });

  it('has usable presets only', () => {
    for (const { numbers } of presetPlans(exampleSettings))
      checkTrainOptions(trainPlan(numbers, exampleSettings).options);
  });

  it('knows the network before the worker is up', () => {
    const classes = [example, ...others].map((preset) => {
      assert.ok(preset !== undefined);
      return plannedNetwork(trainPlan(preset.numbers, exampleSettings).options).classes;
    });
    assert.deepEqual(classes, [2, 10, 10]);
  });

  it('takes what is not chosen from the settings', () => {
    const settings = {
      ...exampleSettings,
      epochs: 2,
      seed: 7,
      engine: 'wasm',
      limitTrain: 640,
      data: '/images',
    } as const;
    const [first, second] = presetPlans(settings);
    assert.ok(first !== undefined && second !== undefined);
    const { options } = trainPlan(first.numbers, settings);
    assert.deepEqual(
      [options.epochs, options.seed, options.engine, options.limitTrain, options.data],
      [2, 7, 'wasm', 640, '/images'],
    );
    assert.equal(trainPlan(second.numbers, settings).options.epochs, 10);
    const recipe = { ...plainRecipe, lrScheduler: 'cosine', randomCrop: 4, labelSmoothing: 0.1 } as const;
    const plan = trainPlan(second.numbers, { ...settings, ...recipe, step: 'eager', metricsEvery: 10 });
    assert.deepEqual({ ...plan.options, ...recipe, step: 'eager', metricsEvery: 10 }, plan.options);
    assert.equal(trainPlan(second.numbers, settings).options.data, '/images');
  });

  it('takes ten classes from CIFAR-10, since the embedded images have two', () => {
    for (const data of ['auto', 'embedded'])
      for (const { numbers } of presetPlans({ ...exampleSettings, data }).slice(1))
        assert.equal(numbers.data, 'cifar10');
  });
});
