import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pytorchSource } from '../../src/formats/pytorch/pytorchSource';
import type { Architecture } from '../../src/model/layer';
import { preset } from '../../src/model/presets';
import { fixturePlans } from '../trainer/fixturePlans';
import { existing } from '../trainer/tensorSamples';

const fixture = (name: string): readonly [string, Architecture] => [name, existing(fixturePlans[name])(name)];

const networks: readonly (readonly [file: string, network: Architecture])[] = [
  ['resnet34', existing(preset('resnet34'))],
  ['stochastic_se', existing(preset('resnet20-cifar', { squeeze: 4, survival: 0.5 }))],
  ...['preact-imagenet', 'gated', 'vgg', 'alexnet-2012'].map(fixture),
];

/** `UPDATE_GOLDEN=1 npm test -- goldenPytorch` writes them anew; look at the difference before you commit it. */
describe('golden PyTorch sources', () => {
  for (const [file, network] of networks)
    it(file, () => {
      const source = pytorchSource(network, { weights: `${file}.safetensors` });
      const golden = path.join('test/golden/pytorch', `${file}.py`);
      if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, source);
      assert.equal(source, readFileSync(golden, 'utf8'));
    });
});
