import type { EngineName } from '../../src/protocol/engine';
import { startEngine } from '../../src/trainer/engines/ladder';
import { trainerFolders } from '../../src/trainer/folders';
import { agreesWithBlockDiagonal, agreesWithDefinitions } from './layerKinds';

for (const engine of ['tensorflow', 'wasm', 'cpu'] as const satisfies readonly EngineName[])
  describe(`layers op by op on ${engine}`, function () {
    this.timeout(60_000);
    before(() => startEngine(engine, trainerFolders()));

    describe('values and slopes are those of the definition', agreesWithDefinitions);
    describe('a grouped convolution is a dense one, zero between groups', agreesWithBlockDiagonal);
  });
