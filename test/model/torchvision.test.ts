import assert from 'node:assert/strict';
import { preset } from '../../src/model/presets';
import { existing } from '../trainer/tensorSamples';
import { agreesWithTorchvision, torchvisionReference } from './torchvisionReference';

describe('accounting against torchvision, layer by layer', () => {
  assert.equal(Object.keys(torchvisionReference).length, 7);
  for (const [name, { input, classes }] of Object.entries(torchvisionReference))
    it(name, () => agreesWithTorchvision(existing(preset(name.split('@', 1).join(), { input, classes })), name));
});
