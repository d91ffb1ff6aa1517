import assert from 'node:assert/strict';
import { presetNames } from '../../src/model/presets';
import { optionsFile } from '../../src/protocol/networkFile/optionsFile';
import { problemLine } from '../../src/protocol/networkFile/problemLine';
import { readNetworkFile, type NetworkFileReading } from '../../src/protocol/networkFile/readNetworkFile';
import { plainRecipe } from '../../src/protocol/recipe';
import type { TrainOptions } from '../../src/protocol/run';

const place = { name: 'small', resolve: (path: string) => `/here/${path}` };

function read(file: unknown): NetworkFileReading {
  return readNetworkFile(typeof file === 'string' ? file : JSON.stringify(file), place);
}

function optionsOf(file: unknown): TrainOptions {
  const { options, problems } = read(file);
  assert.deepEqual(problems, []);
  assert.ok(options);
  return options;
}

const spelled = { stages: [{ blocks: 1, width: 8 }, { blocks: 2, width: 16 }] }; // prettier-ignore

describe('a network file', () => {
  it('is the worked example where it says no more than the network', () => {
    const options = optionsOf({ network: { preset: 'resnet34' } });
    assert.deepEqual(JSON.parse(JSON.stringify(options)), {
      ...{ model: 'resnet34', plain: false, bias: false, data: 'auto', classes: ['airplane', 'bird'] },
      ...{ epochs: 5, batchSize: 64, optimizer: 'adam', learningRate: 0.001, momentum: 0, weightDecay: 0 },
      ...plainRecipe,
      ...{ seed: 0, engine: 'auto', step: 'auto', liveMetrics: true },
    });
  });

  it('spells a network out, under its own name or the file’s', () => {
    const { architecture } = read({ network: spelled });
    assert.equal(architecture?.name, 'small');
    assert.equal(architecture.classes, 2);
    const blocks = new Set(architecture.layers.map(({ name }) => /^layer\d\.\d/.exec(name)?.[0]));
    assert.deepEqual([...blocks].filter(Boolean), ['layer1.0', 'layer2.0', 'layer2.1']);
    assert.equal(read({ network: { ...spelled, name: 'mine' } }).architecture?.name, 'mine');
  });

  it('spells out what presets are', () => {
    const four = [3, 4, 6, 3].map((blocks, stage) => ({ blocks, width: 64 * 2 ** stage }));
    const network = { name: 'resnext50_32x4d', block: 'bottleneck', stem: 'imagenet', stages: four };
    const { architecture } = read({ network: { ...network, groups: 32, widthPerGroup: 4 } });
    assert.deepEqual(architecture, read({ network: { preset: 'resnext50_32x4d' } }).architecture);
  });

  it('spells out a deep stem and pooled shortcuts', () => {
    const two = [2, 2, 2, 2].map((blocks, stage) => ({ blocks, width: 64 * 2 ** stage }));
    const network = { name: 'resnet26t', block: 'bottleneck', stem: 'deep', stages: two };
    const { architecture } = read({ network: { ...network, stemInner: [24, 32], shortcut: 'D' } });
    assert.deepEqual(architecture, read({ network: { preset: 'resnet26t' } }).architecture);
  });

  it('takes every preset', () => {
    for (const preset of presetNames.filter((name) => !/1202|1001/.test(name)))
      assert.ok(read({ network: { preset } }).architecture !== undefined, preset);
  });

  it('gives each optimizer its own decay, and takes what is said of it', () => {
    const decay = (training: object): readonly number[] => {
      const { momentum, weightDecay } = optionsOf({ network: { preset: 'resnet18' }, training });
      return [momentum, weightDecay];
    };
    assert.deepEqual(decay({ optimizer: 'sgd' }), [0.9, 0]);
    assert.deepEqual(decay({ optimizer: 'adamw' }), [0, 0.01]);
    assert.deepEqual(decay({ optimizer: 'sgd', momentum: 0.5, weightDecay: 0.001 }), [0.5, 0.001]);
  });

  it('names folders and files from its own place on', () => {
    const data = { source: 'images', classes: 'all' };
    const options = optionsOf({ network: { preset: 'resnet18' }, data, training: { weights: 'a.safetensors' } });
    assert.equal(options.data, '/here/images');
    assert.equal(options.weights, '/here/a.safetensors');
    assert.equal(options.classes, undefined);
  });

  it('may have comments and trailing commas', () => {
    assert.equal(optionsOf('{ // mine\n "network": { "preset": "resnet18", }, }').model, 'resnet18');
  });

  it('comes back from its options', () => {
    const training = { optimizer: 'sgd', lrScheduler: 'cosine', step: 'op-by-op', engine: 'wasm', metricsEvery: 3 };
    const data = { source: 'embedded', limitTrain: 100, randomCrop: 4 };
    for (const network of [
      { preset: 'resnet20-cifar', shortcut: 'C', plain: true },
      { ...spelled, order: 'full-preact', squeezeExcitation: 4 },
      { ...spelled, stem: 'deep', stemWidth: 12, stemInner: [6, 8], shortcut: 'gated', matching: 'D' },
    ]) {
      const options = optionsOf({ network, data, training });
      const file = optionsFile(options, undefined);
      assert.deepEqual(JSON.parse(JSON.stringify(optionsOf(file))), JSON.parse(JSON.stringify(options)));
    }
  });
});

/** What is wrong with a file, where, and how it is said. */
const faults: readonly (readonly [file: unknown, path: string, sentence: RegExp])[] = [
  ['', '', /nothing in it/],
  ['{ "network": ', '', /This is no JSON: value expected/],
  ['[]', '', /The file must be an object/],
  [{}, 'network', /./],
  [{ network: {} }, 'network.stages', /needs a "preset", or its "stages" spelled out/],
  [{ network: { preset: 'resnet35' } }, 'network.preset', /no model "resnet35"\. Did you mean "resnet34"\?/],
  [{ network: { preset: 7 } }, 'network.preset', /"preset" must be a text in quotes/],
  [{ network: { preset: 'resnet34', order: 'preact' } }, 'network.order', /no order of activations "preact"\. Did you mean|no order of activations "preact"\. Known/],
  [{ network: { preset: 'resnet34', shortcut: 'E' } }, 'network.shortcut', /no shortcut "E"/],
  [{ network: { preset: 'resnet34', stages: [] } }, 'network.stages', /network of a preset has no "stages"/],
  [{ network: { preset: 'vgg11', shortcut: 'A' } }, 'network.shortcut', /vgg11 has no residual blocks: leave out "shortcut"/],
  [{ network: { preset: 'resnet34', input: [3, 32] } }, 'network.input', /three numbers: channels, height and width/],
  [{ network: { preset: 'resnet34', input: [3, 64, 64] } }, 'network.input', /can be looked at, but not trained: the images are 3×32×32/],
  [{ network: { preset: 'alexnet', input: [3, 8, 8] } }, 'network.input', /^Layer "/],
  [{ network: { stages: [] } }, 'network.stages', /at least one stage/],
  [{ network: { stages: [{ blocks: 1 }] } }, 'network.stages[0].width', /The width must be a whole number/],
  [{ network: { stages: [{ blocks: 0, width: 8 }] } }, 'network.stages[0].blocks', /number of blocks must be a whole number from 1 to 1,000, but is 0/],
  [
    { network: { ...spelled, block: 'bottleneck', widthPerGroup: 4 } },
    'network.stages[0]',
    /^Layer "layer1\.0\.conv1" \(conv2d\): its output would have no channels/,
  ],
  [{ network: { ...spelled, groups: 2 } }, 'network', /Only bottlenecks have groups: leave out "groups"/],
  [{ network: { ...spelled, stemInner: [8, 8] } }, 'network', /Only a deep stem has inner widths: leave out "stemInner"/],
  [{ network: { ...spelled, stem: 'deep', stemInner: [8] } }, 'network.stemInner', /two numbers, in brackets/],
  [{ network: { ...spelled, stem: 'deep', stemInner: [8, 0] } }, 'network.stemInner[1]', /inner width of the stem must be a whole number from 1/],
  [{ network: { ...spelled, stem: 'deep', stemWidth: 1 } }, 'network.stem', /^Layer "conv1\.0" \(conv2d\): its output would have no channels/],
  [{ network: { ...spelled, shortcut: 'A', stages: [{ blocks: 1, width: 16 }, { blocks: 1, width: 8 }] } }, 'network.stages[1]', /^Layer "layer2\.0\.shortcut"/],
  [{ network: spelled, data: { source: 'embedded', classes: ['airplane', 'brid'] } }, 'data.classes[1]', /no class "brid"\. Did you mean "bird"\?/],
  [{ network: spelled, data: { classes: ['bird', 'bird'] } }, 'data.classes[1]', /named twice/],
  [{ network: spelled, data: { classes: ['bird'] } }, 'data.classes', /two classes/],
  [{ network: spelled, data: { randomCrop: 99 } }, 'data.randomCrop', /random crop's padding must be a whole number from 0 to 32, but is 99/],
  [{ network: spelled, training: { epoch: 3 } }, 'training.epoch', /The training has no "epoch"\. Did you mean "epochs"\?/],
  [{ network: spelled, training: { epochs: '3' } }, 'training.epochs', /number of epochs must be a whole number/],
  [{ network: spelled, training: { epochs: 0 } }, 'training.epochs', /number of epochs must be a whole number from 1 to 10,000, but is 0/],
  [{ network: spelled, training: { optimizer: 'adm' } }, 'training.optimizer', /no optimizer "adm"\. Did you mean "adam"\?/],
  [{ network: spelled, training: { lrWarmupEpochs: 5 } }, 'training.lrWarmupEpochs', /can't warm up for 5 epochs in a training of 5/],
  [{ network: spelled, training: { precision: 'float16', step: 'op-by-op' } }, 'training.step', /needs the step as one graph/],
  [{ network: spelled, traning: {} }, 'traning', /The file has no "traning"\. Did you mean "training"\?/],
]; // prettier-ignore

describe('a network file that can’t be used', () => {
  for (const [file, path, sentence] of faults)
    it(typeof file === 'string' ? file || 'an empty one' : JSON.stringify(file), () => {
      const [problem, ...others] = read(file).problems;
      assert.ok(problem);
      assert.equal(
        problem.path
          .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
          .join('')
          .slice(1),
        path,
      );
      assert.match(problem.message, sentence);
      assert.deepEqual(others, []);
    });

  it('says the line', () => {
    const text = '{\n  "network": {\n    "preset": "resnet34"\n  },\n  "training": {\n    "epochs": 0\n  }\n}';
    const [problem] = read(text).problems;
    assert.ok(problem);
    assert.match(problemLine('a.resnet.json', text, problem), /^a\.resnet\.json, line 6, training\.epochs: The number/);
    assert.equal(text.slice(problem.offset, problem.offset + problem.length), '0');
  });

  it('points at the key of what is too much, and at the stage that does not fit', () => {
    const stages = '[\n{ "blocks": 1, "width": 16 },\n{ "blocks": 1, "width": 8 }]';
    const text = `{ "network": { "shortcut": "A", "stages": ${stages} } }`;
    const [problem] = read(text).problems;
    assert.equal(problem?.layer, 'layer2.0.shortcut');
    assert.match(problemLine('a', text, problem), /^a, line 3, network\.stages\[1\]: Layer "layer2\.0\.shortcut"/);
    const extra = '{ "network": { "preset": "resnet18", "colour": { "a": 1 } } }';
    const [unknown] = read(extra).problems;
    assert.equal(extra.slice(unknown?.offset).startsWith('"colour"'), true);
  });

  it('is read as far as it goes', () => {
    const { architecture } = read({ network: { ...spelled, stages: [{ blocks: 1, width: 16 }, { blocks: 1, width: 8 }], shortcut: 'A' } }); // prettier-ignore
    assert.ok(architecture !== undefined);
  });
});
