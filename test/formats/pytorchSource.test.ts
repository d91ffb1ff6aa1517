import assert from 'node:assert/strict';
import { findParts } from '../../src/formats/pytorch/findParts';
import type { Part } from '../../src/formats/pytorch/moduleParts';
import { pytorchSource } from '../../src/formats/pytorch/pytorchSource';
import { className } from '../../src/formats/pytorch/pythonNames';
import type { Architecture } from '../../src/model/layer';
import { preset, presetNames } from '../../src/model/presets';
import { tensorsOf } from '../../src/model/tensorRules';
import { fixturePlans } from '../trainer/fixturePlans';
import { existing, userError } from '../trainer/tensorSamples';
import { oddNetworks, renamed, variants } from './oddNetworks';

const networks: readonly (readonly [string, Architecture])[] = [
  ...presetNames.map((name) => [name, existing(preset(name))] as const),
  ...Object.entries(variants),
  ...Object.entries(oddNetworks),
];

const fixture = (name: string): Architecture => existing(fixturePlans[name])(name);
const sourceOf = (architecture: Architecture): string => pytorchSource(architecture, { weights: 'a.safetensors' });

describe('PyTorch source', () => {
  for (const [name, architecture] of networks)
    it(`${name}: a module a tensor, no class twice, lines that fit`, () => {
      const tensors = architecture.layers.filter((layer) => tensorsOf(layer).length > 0).map((layer) => layer.name);
      const made = findParts(architecture).parts.flatMap((part) => owners(part, ''));
      assert.deepEqual(made.toSorted(), tensors.toSorted());
      const source = sourceOf(architecture);
      const classes = source.match(/^class [^]*?(?=\n\n\n)/gm) ?? [];
      assert.equal(classes.length, source.match(/^class /gm)?.length);
      const bodies = classes.map((text) => text.replace(/^.*\n/, ''));
      assert.equal(new Set(bodies).size, bodies.length);
      const names = classes.map((text) => /\w+(?=\()/.exec(text)?.[0]);
      assert.equal(new Set(names).size, names.length);
      assert.deepEqual(source.split('\n').filter((line) => line.length > 120 || line !== line.trimEnd()), []); // prettier-ignore
    });

  it('writes long runs of equal blocks once', () =>
    assert.match(sourceOf(existing(preset('resnet110-cifar'))), /\*\[BasicBlock\(32, 32\) for _ in range\(17\)\],/));

  it('names classes after networks', () =>
    assert.deepEqual(
      ['resnet34', 'wide_resnet50_2', 'resnext50_32x4d', 'vgg16_bn', 'alexnet-2012', '2nd "net"', 'é', 'Tensor'].map(className),
      ['ResNet34', 'WideResNet50_2', 'ResNeXt50_32x4d', 'VGG16BN', 'AlexNet2012', 'Network2ndNet', 'Network', 'Tensor'],
    )); // prettier-ignore

  it('takes another name where Python or the module has it', () => {
    for (const name of ['True', 'Tensor', 'BasicBlock', 'PaddedIdentity'])
      assert.match(sourceOf({ ...fixture('cifar-a'), name }), /^class Network\(nn\.Module\):$/m, name);
  });

  const refused: readonly (readonly [string, RegExp])[] = [
    ['forward', /^The layer "forward" can't be written for PyTorch, whose modules have a "forward" of their own; rename it in the network's file\.$/], // prettier-ignore
    ['a b', /^The layer "a b" can't be written for PyTorch: its name has parts of other than letters, digits and underscores; rename it/], // prettier-ignore
    ['a..b', /^The layer "a\.\.b" can't be written for PyTorch: its name has parts of other/],
    ['layer1', /^The layer "layer1" can't be written for PyTorch: the names of other layers begin with its name; rename it in the network's file\.$/], // prettier-ignore
  ];
  for (const [name, message] of refused)
    it(`refuses a layer called "${name}"`, () => {
      const network = renamed(fixture('basic'), (old) => (old === 'conv1' ? name : old));
      assert.throws(() => sourceOf(network), userError(message));
    });

  it('says what is wrong with a network, in its own sentence', () => {
    assert.throws(() => sourceOf(existing(preset('resnet18', { input: [1, 0, 0] }))), userError(/^Layer "conv1"/));
    assert.throws(() => sourceOf({ ...fixture('basic'), layers: fixture('basic').layers.slice(0, 1) }), userError(/no layers/)); // prettier-ignore
  });
});

/** Paths of the modules with tensors that a part makes. */
function owners(part: Part, above: string): readonly string[] {
  const path = `${above}${part.name}`;
  if (part.type !== 'leaf') return part.parts.flatMap((each) => owners(each, `${path}.`));
  return tensorsOf(part.facts.layer).length > 0 && part.call === part.name ? [path] : [];
}
