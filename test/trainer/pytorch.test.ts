import assert from 'node:assert/strict';
import { EagerNetwork } from '../../src/trainer/eager/eagerNetwork';
import { startEngine } from '../../src/trainer/engines/ladder';
import { trainerFolders } from '../../src/trainer/folders';
import type { EngineName } from '../../src/protocol/engine';
import { tellingFixtures } from './fixturePlans';
import { agreesWithPyTorch, keepsTorchvisionState, type OpenNetwork } from './pytorchAgreement';

const engines: readonly EngineName[] = ['tensorflow', 'wasm', 'cpu'];

const open: OpenNetwork = (architecture, options) => Promise.resolve(new EagerNetwork(architecture, options));

for (const engine of engines)
  describe(`agreement with PyTorch on ${engine}`, function () {
    this.timeout(120_000);

    before(async () => {
      const started = await startEngine(engine, trainerFolders());
      assert.equal(started.name, engine);
    });

    agreesWithPyTorch(open, engine === 'cpu' ? tellingFixtures : undefined);
  });

describe('weights under torchvision’s names', function () {
  before(() => startEngine('cpu', trainerFolders()));

  keepsTorchvisionState(open);
});
