import assert from 'node:assert/strict';
import { EagerNetwork } from '../../src/trainer/eager/eagerNetwork';
import { startEngine } from '../../src/trainer/engines/ladder';
import { startWebGpu } from '../../src/trainer/engines/webgpuEngine';
import { trainerFolders } from '../../src/trainer/folders';
import { agreesWithPyTorch } from './pytorchAgreement';

// Runs on the Vulkan in software that Chromium brings: see scripts/test/testEnvironment.mjs.

describe('WebGPU without a graphics card', function () {
  this.timeout(300_000);

  it('passes over an adapter that computes on the processor', () =>
    assert.rejects(
      startEngine('webgpu', trainerFolders()),
      /WebGPU found only a software adapter \(google swiftshader/,
    ));

  describe('agreement with PyTorch all the same', () => {
    before(async () => {
      assert.match(await startWebGpu({ software: true }), /^WebGPU on google swiftshader/);
    });

    agreesWithPyTorch((architecture, options) => Promise.resolve(new EagerNetwork(architecture, options)));
  });
});
