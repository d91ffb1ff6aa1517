import { alexnet2012 } from '../../src/model/alexnet';
import type { Architecture } from '../../src/model/layer';
import { resnet, type ResNetPlan } from '../../src/model/resnet';
import { vgg } from '../../src/model/vgg';

const small = { input: [3, 32, 32], classes: 3, bias: false } as const;
const imageNet = { ...small, stem: 'imagenet', block: 'basic', widths: [8, 12, 16, 20], depths: [1, 2, 1, 1], shortcut: 'B' } as const; // prettier-ignore
const cifar = { ...small, stem: 'cifar', block: 'basic', widths: [4, 8, 16], depths: [1, 1, 1], shortcut: 'B' } as const; // prettier-ignore
const tiny = { ...cifar, widths: [4, 8], depths: [1, 2] } as const;
const even = { ...tiny, depths: [2, 1] } as const;
const preact = { ...tiny, block: 'bottleneck', widths: [4, 6], depths: [2, 1], order: 'full-preact' } as const;
const matched = { ...tiny, matching: 'A' } as const;
const resnext = { ...cifar, block: 'bottleneck', widths: [4, 6, 8], groups: 4, baseWidth: 24 } as const;

const residual: Readonly<Record<string, Omit<ResNetPlan, 'name'>>> = {
  basic: imageNet,
  bottleneck: { ...imageNet, block: 'bottleneck', widths: [4, 6, 8, 10], depths: [1, 1, 2, 1] },
  plain: { ...imageNet, shortcut: 'none' },
  'cifar-a': { ...cifar, shortcut: 'A' },
  'cifar-b': cifar,
  bias: { ...cifar, bias: true },
  resnext,
  'option-c': { ...even, shortcut: 'C' },
  'bn-after-add': { ...tiny, order: 'bn-after-add' },
  'relu-before-add': { ...tiny, order: 'relu-before-add' },
  'relu-preact': { ...tiny, order: 'relu-preact' },
  preact,
  'preact-strided': { ...preact, strided: 'conv1' },
  'preact-basic': { ...even, order: 'full-preact' },
  'preact-imagenet': { ...preact, stem: 'imagenet' },
  scaled: { ...matched, shortcut: 'scaled' },
  'scaled-both': { ...matched, shortcut: 'scaled-both' },
  gated: { ...matched, shortcut: 'gated' },
  'shortcut-gated': { ...matched, shortcut: 'shortcut-gated' },
  se: { ...tiny, squeeze: 2 },
  deep: { ...cifar, block: 'bottleneck', stem: 'deep', widths: [4, 6, 8], depths: [1, 2, 1], stemWidth: 6, stemInner: [3, 4], shortcut: 'D' }, // prettier-ignore
};

const classic = { input: small.input, classes: small.classes, hidden: 10, dropout: 0 };

/** The networks of test/fixtures/recipes.py. */
export const fixturePlans: Readonly<Record<string, (name: string) => Architecture>> = {
  ...Object.fromEntries(
    Object.entries(residual).map(([key, plan]) => [key, (name: string) => resnet({ ...plan, name })]),
  ),
  vgg: (name) => vgg({ ...classic, name, widths: [4, 6, 8], depths: [1, 1, 2], batchNorm: true, pooled: 3 }),
  'vgg-plain': (name) => vgg({ ...classic, name, widths: [4, 4, 6, 6, 8], depths: [1, 1, 1, 1, 1], batchNorm: false, pooled: 2 }), // prettier-ignore
  'alexnet-2012': (name) => alexnet2012({ ...classic, name, widths: [8, 12, 8, 8, 6], stride: 1 }),
};

/** One of each kind of layer and shortcut, for engines that are slow. */
export const tellingFixtures: readonly string[] = ['basic', 'bottleneck', 'plain', 'cifar-a', 'cifar-b', 'bias', 'resnext', 'gated', 'se', 'deep', 'vgg', 'alexnet-2012']; // prettier-ignore
