import { LayerChain } from '../../src/model/layerChain';
import type { Architecture } from '../../src/model/layer';
import { seededRandom } from '../../src/trainer/data/random';
import type { OptimizerOptions } from '../../src/trainer/eager/optimizer';
import { checkedStateDict } from '../../src/trainer/eager/stateDict';
import { startEngine } from '../../src/trainer/engines/ladder';
import { trainerFolders } from '../../src/trainer/folders';
import { initialValues } from '../../src/trainer/initialise';
import { largestDifference, within } from '../trainer/closeness';
import { openFixture, values } from '../trainer/fixture';
import { existing } from '../trainer/tensorSamples';
import type { Values } from './differentiable';
import { exactSteps } from './exactRules';
import { UpdateRules } from './updateRules';

const steps = [1, 2, 3];

describe('the compiled rules of Adam and AdamW on PyTorch’s gradients', () => {
  const { architecture, weights, expected } = openFixture('cifar-a');
  const names = [...expected.keys()].flatMap((key) => (key.startsWith('grad.') ? [key.slice('grad.'.length)] : []));
  const given = checkedStateDict(architecture, weights, 'fixture');
  before(() => startEngine('tensorflow', trainerFolders()));

  for (const { file, kind, weightDecay } of [
    { file: 'adam.plain', kind: 'adam', weightDecay: 0 },
    { file: 'adam.plain', kind: 'adamw', weightDecay: 0 },
    { file: 'adam.l2', kind: 'adam', weightDecay: 0.01 },
    { file: 'adam.decoupled', kind: 'adamw', weightDecay: 0.01 },
  ] as const)
    it(`${file} by ${kind}: three steps within 1e-6 of PyTorch`, async () => {
      const rules = await UpdateRules.open(architecture, { kind, momentum: 0, weightDecay }, given);
      for (const step of steps) {
        rules.step(new Map(names.map((name) => [name, values(expected, `adam.gradient.${step}.${name}`)])), 0.001); // prettier-ignore
        const found = rules.values();
        for (const name of names) {
          const reference = values(expected, `${file}.${step}.${name}`);
          within(largestDifference(existing(found.get(name)), reference), 1e-6, `${name}, step ${step}`);
        }
      }
      rules.dispose();
    });
});

const optimizers: readonly OptimizerOptions[] = [
  { kind: 'sgd', momentum: 0, weightDecay: 0 },
  { kind: 'sgd', momentum: 0, weightDecay: 0.1 },
  { kind: 'sgd', momentum: 0.9, weightDecay: 0 },
  { kind: 'sgd', momentum: 0.9, weightDecay: 0.1 },
  { kind: 'adam', momentum: 0, weightDecay: 0.1 },
  { kind: 'adamw', momentum: 0, weightDecay: 0.1 },
];

/** On an image of one pixel only the middle one of the filter's nine taps meets data. */
function pixelNetwork(): Architecture {
  const input = [3, 1, 1];
  const chain = new LayerChain('', 3).append('input', 'input', { attributes: { shape: input } });
  chain.conv('conv', { out: 4, kernel: 3, bias: true }).append('flatten', 'flatten', { attributes: {} });
  chain.append('fc', 'linear', { attributes: { inFeatures: 4, outFeatures: 2, bias: true } });
  return { name: 'pixel', input, classes: 2, layers: chain.layers };
}

describe('the compiled rules by the closed form in float64', () => {
  const architecture = pixelNetwork();
  const start = initialValues(architecture, 1);
  const gradients = steps.map((step) => randomGradients(start, step));
  before(() => startEngine('tensorflow', trainerFolders()));

  for (const optimizer of optimizers)
    it(`${optimizer.kind} with momentum ${optimizer.momentum} and decay ${optimizer.weightDecay}`, async () => {
      const rules = await UpdateRules.open(architecture, optimizer, start);
      for (const gradient of gradients) rules.step(gradient, 0.05);
      const found = rules.values();
      rules.dispose();
      for (const [name, first] of start) {
        const each = gradients.map((gradient) => existing(gradient.get(name)));
        const exact = exactSteps(optimizer, { values: first, gradients: each, learningRate: 0.05 });
        within(largestDifference(existing(found.get(name)), exact), 1e-6, name);
      }
    });
});

/** As they are in that network: zero at the taps which meet nothing. */
function randomGradients(like: Values, seed: number): Values {
  const random = seededRandom(seed);
  const isDead = (name: string, index: number): boolean => name === 'conv.weight' && index % 9 !== 4;
  const gradient = (name: string, { length }: Float32Array): Float32Array =>
    Float32Array.from({ length }, (_, index) => (isDead(name, index) ? 0 : random.normal()));
  return new Map([...like].map(([name, values]) => [name, gradient(name, values)]));
}
