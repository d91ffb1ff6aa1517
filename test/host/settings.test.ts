import assert from 'node:assert/strict';
import { parseSettings, type Settings } from '../../src/host/settings';
import { exampleSettings } from './exampleSettings';
import { manifest } from './manifest';

const defaults = Object.fromEntries(
  Object.entries(manifest().contributes.configuration.properties).map(([key, { default: value }]) => [key, value]),
);

function parse(changes: Readonly<Record<string, unknown>>): Settings {
  return parseSettings((key) => (key in changes ? changes[key] : defaults[`resnet.${key}`]));
}

describe('settings', () => {
  it('have the documented defaults', () => {
    assert.deepEqual(parse({}), exampleSettings);
  });

  it('are all described, with a default each', () => {
    for (const [key, property] of Object.entries(manifest().contributes.configuration.properties)) {
      assert.ok((property.description ?? property.markdownDescription ?? '').length > 20, key);
      assert.notEqual(property.default, undefined, key);
    }
  });

  it('take what the user sets', () => {
    const set = { nodePath: ' /opt/node ', data: '/images', limitTrain: 640, engine: 'wasm', liveMetrics: false };
    assert.deepEqual(parse(set), { ...exampleSettings, ...set, nodePath: '/opt/node' });
    const recipe = { lrScheduler: 'step', lrStepSize: 2, lrWarmupEpochs: 1, randomCrop: 4, metricsEvery: 10 };
    assert.deepEqual(parse({ ...recipe, step: 'op-by-op' }), { ...exampleSettings, ...recipe, step: 'eager' });
  });

  for (const [key, value] of [
    ['engine', 'cuda'],
    ['epochs', 0],
    ['epochs', 2.5],
    ['epochs', '5'],
    ['seed', -1],
    ['limitTest', -1],
    ['liveMetrics', 'yes'],
    ['metricsEvery', -1],
    ['step', 'eager'],
    ['lrScheduler', 'linear'],
    ['lrStepSize', 0],
    ['lrWarmupDecay', 0],
    ['labelSmoothing', 1],
    ['randomCrop', 1.5],
    ['randomHorizontalFlip', 2],
    ['runsFolder', null],
  ] as const)
    it(`name resnet.${key} when it is ${JSON.stringify(value)}`, () => {
      assert.throws(() => parse({ [key]: value }), {
        name: 'UserError',
        reason: 'usage',
        message: new RegExp(`^The setting resnet\\.${key} can't be used: .*\\(it is ${JSON.stringify(value)}\\)\\.$`),
      });
    });
});
