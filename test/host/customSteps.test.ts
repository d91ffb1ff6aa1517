import assert from 'node:assert/strict';
import { answered, customSteps, draftNumbers, firstDraft, type Draft, type StepName } from '../../src/host/customSteps';
import { trainPlan } from '../../src/host/trainPlan';
import { checkTrainOptions } from '../../src/protocol/checkTrainOptions';
import { exampleSettings } from './exampleSettings';

const first = firstDraft(exampleSettings);

function problem(name: StepName, text: string, draft: Draft = first): string | undefined {
  const step = customSteps.find((candidate) => candidate.name === name);
  assert.ok(step?.kind === 'input');
  return step.problem(text, draft);
}

describe('custom steps', () => {
  it('begin with answers that are all usable', () => {
    for (const step of customSteps)
      if (step.kind === 'input') assert.equal(step.problem(first[step.name], first), undefined, step.name);
      else
        assert.ok(
          step.choices.some(({ value }) => value === first[step.name]),
          step.name,
        );
    checkTrainOptions(trainPlan(draftNumbers(first), exampleSettings).options);
  });

  it('ask for everything once', () => {
    assert.deepEqual(customSteps.map(({ name }) => name).sort(), Object.keys(first).sort());
  });

  const numbers: readonly (readonly [StepName, string, RegExp | undefined])[] = [
    ['epochs', '0', /epochs must be a whole number from 1 to 10,000/],
    ['epochs', '-3', /must be a whole number/],
    ['epochs', '2.5', /must be a whole number/],
    ['epochs', '99999', /must be a whole number/],
    ['epochs', 'ten', /"ten" is not a number/],
    ['epochs', '', /"" is not a number/],
    ['epochs', '10', undefined],
    ['batchSize', '0', /batch size must be/],
    ['batchSize', '128', undefined],
    ['learningRate', '0', /learning rate must be/],
    ['learningRate', '0,01', /"0,01" is not a number/],
    ['learningRate', 'Infinity', /learning rate must be/],
    ['learningRate', '1e-3', undefined],
  ];
  for (const [name, text, expected] of numbers)
    it(`${expected === undefined ? 'take' : 'refuse'} ${name} "${text}"`, () => {
      const found = problem(name, text);
      if (expected === undefined) assert.equal(found, undefined);
      else assert.match(found ?? '', expected);
    });

  it('know the classes of the data', () => {
    assert.equal(problem('classes', 'bird, airplane'), undefined);
    assert.equal(problem('classes', ''), undefined);
    assert.match(problem('classes', 'airplane, brid') ?? '', /no class "brid" in these images\. Did you mean "bird"\?/);
    assert.match(problem('classes', 'bird, cat') ?? '', /no class "cat"/);
    assert.equal(problem('classes', 'bird, cat', { ...first, data: 'cifar10' }), undefined);
    assert.equal(problem('classes', 'tulip, rose', { ...first, data: '/images' }), undefined);
    assert.match(problem('classes', 'bird, bird') ?? '', /"bird" is there twice/);
    assert.match(problem('classes', 'bird') ?? '', /two or more/);
  });

  it('let the learning rate follow the optimizer, and else stay', () => {
    const sgd = answered(first, 'optimizer', 'sgd');
    assert.equal(sgd.learningRate, '0.05');
    const own = answered(sgd, 'learningRate', '0.2');
    assert.equal(answered(own, 'optimizer', 'sgd').learningRate, '0.2');
    assert.equal(answered(own, 'epochs', '3').epochs, '3');
  });

  it('become what is trained', () => {
    const draft = { ...first, data: 'cifar10', classes: ' cat,dog ,', epochs: '3', optimizer: 'sgd', engine: 'wasm' };
    assert.deepEqual(draftNumbers(draft), {
      ...{ model: 'resnet34', data: 'cifar10', classes: ['cat', 'dog'], epochs: 3, batchSize: 64, optimizer: 'sgd' },
      ...{ learningRate: 0.001, engine: 'wasm' },
    });
    assert.equal(draftNumbers({ ...draft, optimizer: 'adamw' }).optimizer, 'adamw');
    assert.equal('classes' in draftNumbers({ ...draft, classes: '' }), false);
  });
});
