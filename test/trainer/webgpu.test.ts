import assert from 'node:assert/strict';
import { EagerNetwork } from '../../src/trainer/eager/eagerNetwork';
import { startEngine } from '../../src/trainer/engines/ladder';
import { startWebGpu } from '../../src/trainer/engines/webgpuEngine';
import { trainerFolders } from '../../src/trainer/folders';
import { agreesWithBlockDiagonal, agreesWithDefinitions } from './layerKinds';
import { agreesWithPyTorch } from './pytorchAgreement';

// Runs on the Vulkan in software that Chromium brings: see scripts/test/testEnvironment.mjs.

describe('WebGPU without a graphics card', function () {
  this.timeout(300_000);

  it('passes over an adapter that computes on the processor', () =>
    assert.rejects(
      startEngine('webgpu', trainerFolders()),
      /WebGPU found only a software adapter \(google swiftshader/,
    ));

  describe('on it all the same', () => {
    before(async () => {
      assert.match(await startWebGpu({ software: true }), /^WebGPU on google swiftshader/);
    });

    describe('values and slopes of layers are those of the definition', agreesWithDefinitions);
    describe('a grouped convolution is a dense one, zero between groups', agreesWithBlockDiagonal);
    describe('agreement with PyTorch', () =>
      agreesWithPyTorch(
        (architecture, options) => Promise.resolve(new EagerNetwork(architecture, options)),
        [...['bottleneck', 'cifar-a', 'gated', 'deep', 'vgg', 'alexnet-2012']],
      ));
  });
});
