import assert from 'node:assert/strict';
import { analyze } from '../../src/model/analyze';
import { vgg, vggPlans, type VggPlan } from '../../src/model/vgg';
import { agreesWithTorchvision } from './torchvisionReference';

/** `num_params` on the weights' pages of torchvision's documentation. */
const published: Readonly<Record<string, number>> = {
  vgg11: 132_863_336,
  vgg11_bn: 132_868_840,
  vgg13: 133_047_848,
  vgg13_bn: 133_053_736,
  vgg16: 138_357_544,
  vgg16_bn: 138_365_992,
  vgg19: 143_667_240,
  vgg19_bn: 143_678_248,
};

function planOf(name: string): VggPlan {
  const plan = vggPlans[name];
  assert.ok(plan);
  return plan;
}

describe('VGG', () => {
  for (const name of ['vgg11', 'vgg16_bn'])
    it(`${name} is torchvision's, layer by layer`, () => agreesWithTorchvision(vgg(planOf(name)), name));

  it("has torchvision's networks, each with its published number of parameters", () => {
    const counts = Object.entries(vggPlans).map(([name, plan]) => [name, analyze(vgg(plan)).totals.params]);
    assert.deepEqual(Object.fromEntries(counts), published);
  });

  it('has the layers that its name counts', () => {
    const weighted = (name: string): number =>
      vgg(planOf(name)).layers.filter(({ kind }) => kind === 'conv2d' || kind === 'linear').length;
    assert.deepEqual(['vgg11', 'vgg13', 'vgg16_bn', 'vgg19'].map(weighted), [11, 13, 16, 19]);
  });

  it('takes 32×32 images for ten classes with the same classifier', () => {
    const { layers, totals, problems } = analyze(vgg({ ...planOf('vgg16'), input: [3, 32, 32], classes: 10 }));
    const output = (name: string): readonly number[] | undefined =>
      layers.find(({ layer }) => layer.name === name)?.output;
    assert.deepEqual(problems, []);
    assert.deepEqual([output('features.30'), output('avgpool')], [[512, 1, 1], [512, 7, 7]]); // prettier-ignore
    assert.equal(totals.params, 138_357_544 - 990 * (4096 + 1));
  });

  it('says what is wrong with smaller ones', () => {
    const [problem] = analyze(vgg({ ...planOf('vgg11'), input: [3, 31, 31] })).problems;
    assert.match(problem?.message ?? '', /^Layer "features.20" \(maxPool2d\): its output would be empty/);
  });

  it("starts from torchvision's initialisation for it", () => assert.equal(vgg(planOf('vgg11')).initialisation, 'vgg'));
});
