import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Architecture, Shape } from '../../src/model/layer';
import { isSequential, presetNames, type PresetOptions } from '../../src/model/presets';
import { tensorsOf } from '../../src/model/tensorRules';
import { buildArchitecture } from '../../src/protocol/checkTrainOptions';
import type { NetworkOptions } from '../../src/protocol/networkOptions';
import { readNetworkNote, writeNetworkNote } from '../../src/protocol/recognition/networkNote';
import { fitNamed, recognise, type RecognisedNetwork } from '../../src/protocol/recognition/recognise';

type Shapes = Map<string, Shape>;

function shapesOf(architecture: Architecture, withCounters = true): Shapes {
  const rows = architecture.layers.flatMap((layer): [string, Shape][] => {
    const own = tensorsOf(layer).map(({ name, shape }): [string, Shape] => [name, shape]);
    return withCounters && layer.kind === 'batchNorm2d' ? [...own, [`${layer.name}.num_batches_tracked`, []]] : own;
  });
  return new Map(rows);
}

const build = (options: NetworkOptions, classes = 7): Architecture => buildArchitecture(options, classes, 'own');

function recognised(shapes: Shapes, hints = {}): RecognisedNetwork {
  const found = recognise(shapes, { name: 'file', ...hints });
  assert.ok('options' in found, JSON.stringify(found));
  return found;
}

const faultOf = (shapes: Shapes): string => {
  const found = recognise(shapes, { name: 'file' });
  return 'fault' in found ? found.fault : JSON.stringify(found.options);
};

/** Alike but for the name. */
function assertSame(found: NetworkOptions, wanted: NetworkOptions): void {
  assert.deepEqual(build(found).layers, build(wanted).layers, JSON.stringify(found));
}

const changes: readonly (Omit<NetworkOptions, 'model'> & PresetOptions)[] = [
  { bias: true },
  { squeezeExcitation: 16 },
  { squeezeExcitation: 4, bias: true },
  { shortcut: 'B' },
  { shortcut: 'C' },
  { shortcut: 'A' },
  { shortcut: 'D' },
  { shortcut: 'gated' },
  { order: 'full-preact' },
];

describe('recognising a network by its tensors', function () {
  this.timeout(30_000);

  for (const model of presetNames)
    it(model, () => {
      const found = recognised(shapesOf(build({ model })), { model: undefined });
      assert.equal(found.classes, 7);
      const all = [found.options, ...found.alternatives];
      const [wanted] = all.filter((options) => options.model === model);
      assert.deepEqual(wanted, { model }, JSON.stringify(all));
      if (!model.startsWith('plain')) assert.deepEqual(found.options, { model });
    });

  for (const model of [
    'resnet18',
    'resnet50',
    'resnext50_32x4d',
    'resnet20-cifar',
    'preact-resnet164-cifar',
    'resnet62-cifar',
    'resnet18d',
    'resnet50t',
  ])
    // prettier-ignore
    for (const change of changes)
      it(`${model} ${JSON.stringify(change)}`, () => {
        const wanted = { model, ...change };
        assertSame(recognised(shapesOf(build(wanted), false)).options, wanted);
      });

  it('one without a name of its own', () => {
    const network: NonNullable<NetworkOptions['network']> = {
      ...{ block: 'bottleneck', stem: 'cifar' },
      ...{ stemWidth: 24, groups: 2, widthPerGroup: 32 },
      stages: [{ blocks: 1, width: 8 }, { blocks: 3, width: 24 }], // prettier-ignore
    };
    const found = recognised(shapesOf(build({ model: 'mine', network })));
    assert.equal(found.options.model, 'file');
    assert.equal(found.certainty, 'only');
    assertSame(found.options, { model: 'mine', network });
  });

  it('one with a deep stem of its own, gated or with pooled projections everywhere', () => {
    const network: NonNullable<NetworkOptions['network']> = {
      ...{ block: 'basic', stem: 'deep', stemWidth: 24, stemInner: [10, 20], matching: 'D' },
      stages: [{ blocks: 1, width: 8 }, { blocks: 2, width: 24 }], // prettier-ignore
    };
    for (const shortcut of ['D', 'C', 'gated'] as const) {
      const found = recognised(shapesOf(build({ model: 'mine', network, shortcut })));
      assert.equal(found.options.model, 'file');
      assertSame(found.options, { model: 'mine', network, shortcut });
    }
  });

  it('with other channels in its images', () => {
    const shapes = shapesOf(buildArchitecture({ model: 'resnet18' }, 5, [1, 28, 28]));
    const { input, classes } = recognised(shapes);
    assert.deepEqual([input, classes], [[1, 224, 224], 5]);
  });

  it('a plain one as what its file calls it, else as one of two', () => {
    const shapes = shapesOf(build({ model: 'plain34' }));
    const { options, certainty, alternatives } = recognised(shapes);
    assert.deepEqual(options, { model: 'resnet34', shortcut: 'A' });
    assert.deepEqual([certainty, alternatives], ['likely', [{ model: 'plain34' }]]);
    const told = recognised(shapes, { model: 'plain34' });
    assert.deepEqual([told.options, told.certainty], [{ model: 'plain34' }, 'only']);
    assert.deepEqual(recognised(shapes, { model: 'vgg11' }).options, options);
  });

  it('as what its file notes, where that is true', () => {
    const noted = { model: 'resnet20-cifar', order: 'relu-preact', shortcut: 'scaled' } as const;
    const shapes = shapesOf(build(noted));
    const note = readNetworkNote(writeNetworkNote('resnet20-cifar', noted, ['a', 'b']));
    assert.deepEqual(note.classes, ['a', 'b']);
    const { options, certainty, input } = recognised(shapes, note);
    assert.deepEqual([options, certainty, input], [noted, 'recorded', [3, 32, 32]]);
    const lie = recognised(shapesOf(build({ model: 'resnet18' })), note);
    assert.deepEqual([lie.options, lie.certainty], [{ model: 'resnet18' }, 'only']);
  });

  it('not by notes that could be anything', () => {
    const stages = [{ blocks: 1e9, width: 16 }];
    for (const network of [
      '{',
      '7',
      '[]',
      '['.repeat(90_000),
      JSON.stringify({ model: 'x', network: { block: 'basic', stem: 'cifar', stages } }),
      JSON.stringify({ model: 'x'.repeat(1000) }),
    ])
      // prettier-ignore
      assert.deepEqual(readNetworkNote({ network, classes: '{"a":1}', model: '../../x' }), {
        ...{ model: undefined, network: undefined, classes: undefined },
      });
  });
});

const reference = JSON.parse(readFileSync('test/fixtures/resnet34-cifar2.json', 'utf8')) as Readonly<
  Record<string, { readonly classes: number; readonly stateDict: Readonly<Record<string, readonly [string, Shape]>> }>
>; // our own fixture

describe('recognising what others write', () => {
  for (const [model, { classes, stateDict }] of Object.entries(reference))
    it(`torchvision’s ${model}`, () => {
      const shapes = new Map(Object.entries(stateDict).map(([name, [, shape]]): [string, Shape] => [name, shape]));
      const found = recognised(shapes);
      assert.deepEqual([found.options, found.classes, found.certainty], [{ model }, classes, 'only']);
    });

  const changed = (model: string, change: (shapes: Shapes) => void): string => {
    const shapes = shapesOf(build({ model }));
    change(shapes);
    return faultOf(shapes);
  };
  const renamed = (shapes: Shapes, from: RegExp, to: string): void => {
    const rows = [...shapes].map(([name, shape]): [string, Shape] => [name.replace(from, to), shape]);
    shapes.clear();
    for (const [name, shape] of rows) shapes.set(name, shape);
  };

  const faults: readonly (readonly [what: string, fault: string, sentence: RegExp])[] = [
    ['a deep stem of one convolution', changed('resnet50', (shapes) => renamed(shapes, /^conv1\./, 'conv1.0.')), /^it lacks "conv1\.6\.weight"$/], // prettier-ignore
    ['a deep stem of other sizes', changed('resnet50d', (shapes) => shapes.set('conv1.3.weight', [32, 16, 3, 3])), /^its tensor "conv1\.3\.weight" \(32×16×3×3\) would have to be 32×32×3×3, to be resnet50d$/], // prettier-ignore
    ['a stem that convolves where others pool', changed('resnet50d', (shapes) => shapes.set('maxpool.0.weight', [64, 64, 3, 3])), /^its tensor "maxpool\.0\.weight" \(64×64×3×3\) has no place in one$/], // prettier-ignore
    ['a norm behind a pooled shortcut alone', changed('resnet50', (shapes) => renamed(shapes, /downsample\.1\./, 'downsample.2.')), /^its tensor "layer1\.0\.downsample\.2\.weight" \(256\) has no place there, to be resnet50$/], // prettier-ignore
    ['a tensor of another shape', changed('resnet18', (shapes) => shapes.set('layer3.1.conv1.weight', [256, 256, 5, 5])), /^its tensor "layer3\.1\.conv1\.weight" \(256×256×5×5\) would have to be 256×256×3×3, to be resnet18$/], // prettier-ignore
    ['a missing tensor', changed('resnet18', (shapes) => shapes.delete('layer4.1.bn2.running_var')), /^it lacks "layer4\.1\.bn2\.running_var", to be resnet18$/], // prettier-ignore
    ['no stem', changed('resnet18', (shapes) => shapes.delete('conv1.weight')), /^it lacks "conv1\.weight"$/],
    ['a hole among the stages', changed('resnet18', (shapes) => renamed(shapes, /^layer2/, 'layer9')), /blocks are incomplete/], // prettier-ignore
    ['a missing block', changed('resnet18', (shapes) => renamed(shapes, /^layer2\.1\./, 'layer2.999999.')), /its tensor "layer2\.999999\.conv1\.weight" .* has no place there, to be resnet18$/], // prettier-ignore
    ['another network', faultOf(new Map([['encoder.weight', [768, 768]]])), /^its tensor "encoder\.weight" \(768×768\) belongs to none$/], // prettier-ignore
    ['nothing', faultOf(new Map()), /^it has no tensors$/],
    ['sizes beyond measure', changed('resnet18', (shapes) => shapes.set('layer2.0.conv2.weight', [1e9, 1e9, 3, 3])), /blocks are incomplete or of other sizes/], // prettier-ignore
    ['a VGG with a head of its own', changed('vgg11', (shapes) => shapes.set('classifier.0.weight', [512, 25088])), /"classifier\.0\.weight" .* would have to be 4096×25088, to be vgg11$/], // prettier-ignore
  ];
  for (const [what, fault, sentence] of faults)
    it(`${what} is told by the first tensor that does not fit`, () => assert.match(fault, sentence));

  it('takes a network that is named, and says what does not fit', () => {
    const shapes = shapesOf(build({ model: 'resnet18' }));
    const fits = fitNamed(shapes, { model: 'resnet18', order: 'relu-preact' });
    assert.ok('options' in fits);
    const other = fitNamed(shapes, { model: 'resnet34' });
    assert.match('fault' in other ? other.fault : '', /^it lacks "layer1\.2\.conv1\.weight"$/);
  });

  it('has no sequential network without a row here', () => {
    assert.equal(presetNames.filter(isSequential).length, 10);
  });
});
