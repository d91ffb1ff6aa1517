import { resnet, type ResNetPlan } from '../../src/model/resnet';
import { startEngine } from '../../src/trainer/engines/ladder';
import { trainerFolders } from '../../src/trainer/folders';
import { initialValues } from '../../src/trainer/initialise';
import { sameEvaluation, sameGradients, sameState, sameSteps } from './agreement';
import { withPair } from './networkPair';
import { randomBatch } from './randomBatch';

const plan: ResNetPlan = {
  ...{ name: 'variant', input: [3, 12, 10], classes: 4, block: 'basic', depths: [1, 1, 1], widths: [4, 6, 8] },
  ...{ stem: 'cifar', shortcut: 'B', bias: false, gateBias: -1 },
};

const bottleneck = { block: 'bottleneck', stem: 'imagenet', input: [3, 24, 20] } as const;

/** Whatever of a residual network's options changes its layers; widths that groups of 2 and 4 divide. */
const variants: Readonly<Record<string, Partial<ResNetPlan>>> = {
  'groups of few channels': { ...bottleneck, widths: [8, 16], depths: [1, 2], groups: 4, baseWidth: 32 },
  'groups of many channels': { ...bottleneck, widths: [32], depths: [2], groups: 2, baseWidth: 64 },
  'squeeze and excitation': { squeeze: 2 },
  'full pre-activation': { order: 'full-preact' },
  'ReLU-only pre-activation': { order: 'relu-preact' },
  'batch norm after addition': { order: 'bn-after-add' },
  'ReLU before addition': { order: 'relu-before-add' },
  'both paths scaled': { shortcut: 'scaled-both' },
  'exclusive gating': { shortcut: 'gated', matching: 'A' },
  'shortcut-only gating': { shortcut: 'shortcut-gated' },
};

const optimizer = { kind: 'sgd', momentum: 0.9, weightDecay: 5e-4 } as const;

/** A fixed one: with some others a value is so near a ReLU's edge that rounding decides. */
const seed = 3;

describe('a compiled step agrees with the eager one, live metrics included,', function () {
  this.timeout(120_000);
  before(() => startEngine('tensorflow', trainerFolders()));

  for (const [variant, changes] of Object.entries(variants))
    it(`in a network with ${variant}`, () => {
      const architecture = resnet({ ...plan, ...changes });
      const batches = [1, 2, 3].map((step) => randomBatch(architecture, 8, step));
      return withPair(architecture, { values: initialValues(architecture, seed), optimizer }, async (pair) => {
        await sameGradients(pair, randomBatch(architecture, 8, 1));
        await sameSteps(pair, batches, 0.02);
        await sameState(pair, 1e-5);
        await sameEvaluation(pair, randomBatch(architecture, 8, 1));
      });
    });
});
