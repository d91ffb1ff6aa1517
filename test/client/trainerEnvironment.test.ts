import assert from 'node:assert/strict';
import { trainerEnvironment } from '../../src/client/trainerEnvironment';

describe('the worker’s environment', () => {
  it('turns oneDNN on and lets GPU memory grow', () => {
    const { TF_ENABLE_ONEDNN_OPTS, TF_FORCE_GPU_ALLOW_GROWTH } = trainerEnvironment({});
    assert.deepEqual([TF_ENABLE_ONEDNN_OPTS, TF_FORCE_GPU_ALLOW_GROWTH], ['1', 'true']);
  });

  it('leaves what the user has set', () => {
    assert.equal(trainerEnvironment({ TF_ENABLE_ONEDNN_OPTS: '0' })['TF_ENABLE_ONEDNN_OPTS'], '0');
  });

  it('makes Electron’s executable run as plain Node, and only there', () => {
    assert.equal(trainerEnvironment({ ELECTRON_RUN_AS_NODE: '1' })['ELECTRON_RUN_AS_NODE'], '1');
    assert.equal(trainerEnvironment({})['ELECTRON_RUN_AS_NODE'], undefined);
  });
});
