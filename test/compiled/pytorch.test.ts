import { CompiledNetwork } from '../../src/trainer/compiled/compiledNetwork';
import { startEngine } from '../../src/trainer/engines/ladder';
import { trainerFolders } from '../../src/trainer/folders';
import { agreesWithPyTorch, keepsTorchvisionState, type OpenNetwork } from '../trainer/pytorchAgreement';

const open: OpenNetwork = (architecture, options) => CompiledNetwork.open(architecture, options);

describe('the compiled step', function () {
  this.timeout(120_000);
  before(() => startEngine('tensorflow', trainerFolders()));

  describe('agrees with PyTorch', () => {
    agreesWithPyTorch(open);
  });

  describe('keeps weights under torchvision’s names', () => {
    keepsTorchvisionState(open);
  });
});
