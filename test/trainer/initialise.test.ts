import assert from 'node:assert/strict';
import { elements, type Architecture, type Initialisation } from '../../src/model/layer';
import { preset, type PresetOptions } from '../../src/model/presets';
import { initialValues } from '../../src/trainer/initialise';
import { specsOf } from '../../src/trainer/eager/stateDict';
import { within } from './closeness';
import { everyKind } from './everyKind';
import { existing } from './tensorSamples';

/** A tensor's first values, with its name and its PyTorch shape. */
interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

function tensorsOfPreset(name: string, { seed, ...options }: PresetOptions & { readonly seed: number }): Tensor[] {
  return tensorsFrom(existing(preset(name, options)), seed);
}

function tensorsFrom(architecture: Architecture, seed: number): Tensor[] {
  const values = initialValues(architecture, seed);
  assert.equal(values.size, specsOf(architecture).length);
  return specsOf(architecture).map((spec) => ({ ...spec, values: existing(values.get(spec.name)) }));
}

const mean = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Of the values within `bound` of zero. */
const share = (values: Float32Array, bound: number): number =>
  values.reduce((count, value) => count + (Math.abs(value) <= bound ? 1 : 0), 0) / values.length;

const largest = (values: Float32Array): number => values.reduce((top, value) => Math.max(top, Math.abs(value)), 0);

/** Uniform values reach up to the bound on both sides and never beyond. */
function fillsBound({ name, values }: Tensor, bound: number): void {
  within(largest(values), bound * (1 + 1e-6), name);
  assert.ok(values.some((value) => value > 0.9 * bound) && values.some((value) => value < -0.9 * bound), name);
}

const worked = { input: [3, 32, 32], classes: 2 } as const;

describe('first values of ResNet-34 for two classes', function () {
  this.timeout(60_000);
  let tensors: readonly Tensor[];
  before(() => (tensors = tensorsOfPreset('resnet34', { ...worked, seed: 0 })));

  it('every tensor has as many values as its shape says, all finite', () => {
    for (const { name, shape, values } of tensors) {
      assert.equal(values.length, elements(shape), name);
      assert.ok(values.every(Number.isFinite), name);
    }
  });

  it('convolutions: normal around 0 with deviation √(2 / (k²·out))', () => {
    const convolutions = tensors.filter(({ shape }) => shape.length === 4);
    assert.equal(convolutions.length, 36);
    for (const { name, shape, values } of convolutions) {
      const [out = 0, , kernel = 0] = shape;
      const deviation = Math.sqrt(2 / (kernel * kernel * out));
      const found = Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length - mean(values) ** 2);
      within(Math.abs(found / deviation - 1), 0.03, `${name}, deviation`);
      within(Math.abs(mean(values)), (4.5 * deviation) / Math.sqrt(values.length), `${name}, mean`);
      within(Math.abs(share(values, deviation) - 0.6827), 0.02, `${name}, share within one deviation`);
      within(Math.abs(share(values, 2 * deviation) - 0.9545), 0.01, `${name}, share within two deviations`);
    }
  });

  it('batch norms: weight 1, bias 0, running mean 0, running variance 1', () => {
    const starts: Readonly<Record<string, number>> = { weight: 1, bias: 0, running_mean: 0, running_var: 1 };
    const norms = tensors.filter(({ name }) => /(bn\d|downsample\.1)\.\w+$/.test(name));
    assert.equal(norms.length, 4 * 36);
    for (const { name, values } of norms) {
      const start = existing(starts[name.split('.').at(-1) ?? '']);
      assert.ok(
        values.every((value) => value === start),
        name,
      );
    }
  });

  it('no two convolutions start alike', () => {
    const starts = tensors.filter(({ shape }) => shape.length === 4).map(({ values }) => values.subarray(0, 4).join());
    assert.equal(new Set(starts).size, starts.length);
  });
});

describe('first values of the linear layer', () => {
  for (const [name, classes, inputs] of [
    ['resnet20-cifar', 1000, 64],
    ['resnet8-cifar', 1000, 64],
  ] as const)
    it(`${name}: weight and bias uniform within ±1/√${inputs}`, () => {
      const tensors = tensorsOfPreset(name, { classes, seed: 3 });
      const found = tensors.filter((tensor) => tensor.name.startsWith('fc.'));
      assert.deepEqual(
        found.map(({ name: tensor, shape }) => [tensor, shape]),
        [
          ['fc.weight', [classes, inputs]],
          ['fc.bias', [classes]],
        ],
      );
      for (const tensor of found) {
        fillsBound(tensor, 1 / Math.sqrt(inputs));
        within(Math.abs(share(tensor.values, 0.5 / Math.sqrt(inputs)) - 0.5), 0.05, `${tensor.name}, inner half`);
      }
    });
});

describe('first values of convolutions’ biases', function () {
  this.timeout(60_000);
  it('uniform within ±1/√(k²·in), on the 3×3 convolutions', () => {
    const tensors = tensorsOfPreset('resnet34', { ...worked, bias: true, seed: 0 });
    const shapes = new Map(tensors.map(({ name, shape }) => [name, shape]));
    const biases = tensors.filter(({ name }) => /layer\d\.\d\.conv\d\.bias$/.test(name));
    assert.equal(biases.length, 32);
    for (const bias of biases) {
      const [, inputs = 0, kernel = 0] = existing(shapes.get(bias.name.replace(/bias$/, 'weight')));
      fillsBound(bias, 1 / Math.sqrt(kernel * kernel * inputs));
    }
  });
});

describe('seeds of first values', () => {
  const random = (seed: number): ReadonlyMap<string, Float32Array> =>
    new Map(
      tensorsOfPreset('resnet20-cifar', { bias: true, seed })
        .filter(({ name }) => /(conv\d|fc)\.\w+$/.test(name))
        .map(({ name, values }) => [name, values]),
    );

  it('the same seed gives the same values', () => assert.deepEqual(random(7), random(7)));

  it('another seed gives other values in every tensor that is drawn', () => {
    const [seven, eight] = [random(7), random(8)];
    assert.ok(seven.size > 20);
    for (const [name, values] of seven) {
      const same = values.filter((value, index) => value === eight.get(name)?.[index]).length;
      assert.ok(same < 0.01 * values.length || same === 0, name);
    }
  });
});

/** What a tensor starts as. */
type Start = (tensor: Tensor) => void;

const constant =
  (start: number): Start =>
  ({ name, values }) =>
    assert.ok(
      values.every((value) => value === start),
      name,
    );

const normal =
  (deviation: number): Start =>
  ({ name, values }) => {
    const found = Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);
    within(Math.abs(found / deviation - 1), 3 / Math.sqrt(2 * values.length), `${name}, deviation`);
    assert.ok(largest(values) > 2 * deviation, `${name} has a normal distribution's tails`);
  };

/** Few biases do not fill their bound. */
const uniform =
  (bound: number): Start =>
  (tensor) => {
    within(largest(tensor.values), bound, tensor.name);
    assert.ok(largest(tensor.values) > 0, tensor.name);
    if (tensor.values.length > 100) fillsBound(tensor, bound);
  };

/** Fan-ins of conv1, conv2 in two groups, and hidden: 3·9, 4·9 and 90. Fan-outs, which know no groups: 8·9. */
const starts: Readonly<Record<Initialisation, Readonly<Record<string, Start>>>> = {
  resnet: {
    'conv1.weight': normal(Math.sqrt(2 / 72)),
    'conv2.weight': normal(Math.sqrt(2 / 72)),
    'conv2.bias': uniform(1 / 6),
    'hidden.weight': uniform(1 / Math.sqrt(90)),
    'hidden.bias': uniform(1 / Math.sqrt(90)),
    'fc.bias': uniform(1 / Math.sqrt(6)),
  },
  vgg: {
    'conv1.weight': normal(Math.sqrt(2 / 72)),
    'conv2.weight': normal(Math.sqrt(2 / 72)),
    'conv2.bias': constant(0),
    'hidden.weight': normal(0.01),
    'hidden.bias': constant(0),
    'fc.bias': constant(0),
  },
  default: {
    'conv1.weight': uniform(1 / Math.sqrt(27)),
    'conv2.weight': uniform(1 / 6),
    'conv2.bias': uniform(1 / 6),
    'hidden.weight': uniform(1 / Math.sqrt(90)),
    'hidden.bias': uniform(1 / Math.sqrt(90)),
    'fc.bias': uniform(1 / Math.sqrt(6)),
  },
  'alexnet-2012': {
    'conv1.weight': normal(0.01),
    'conv2.weight': normal(0.01),
    'conv2.bias': constant(0),
    'hidden.weight': normal(0.01),
    'hidden.bias': constant(1),
    'fc.bias': constant(0),
  },
};

const always = { 'conv1.bias': constant(1), 'bn.weight': constant(1), 'bn.bias': constant(0) };

describe('first values by the rule that a network names', () => {
  for (const [rule, of] of Object.entries(starts))
    it(rule, () => {
      const tensors = tensorsFrom(everyKind(rule as Initialisation), 1); // a key of the table
      const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
      for (const [name, check] of Object.entries({ ...of, ...always })) check(existing(byName.get(name)));
    });

  it('left out: as ResNets', () => assert.deepEqual(tensorsFrom(everyKind(), 1), tensorsFrom(everyKind('resnet'), 1)));
});
