import assert from 'node:assert/strict';
import { gpuEnvironment, trainerEnvironment } from '../../src/client/trainerEnvironment';

describe('the worker’s environment', () => {
  it('turns oneDNN on and lets GPU memory grow', () => {
    const { TF_ENABLE_ONEDNN_OPTS, TF_FORCE_GPU_ALLOW_GROWTH } = trainerEnvironment({});
    assert.deepEqual([TF_ENABLE_ONEDNN_OPTS, TF_FORCE_GPU_ALLOW_GROWTH], ['1', 'true']);
  });

  it('leaves what the user has set', () => {
    assert.equal(trainerEnvironment({ TF_ENABLE_ONEDNN_OPTS: '0' })['TF_ENABLE_ONEDNN_OPTS'], '0');
  });

  it('numbers cards as nvidia-smi does, and shows one alone where it is chosen', () => {
    assert.equal(trainerEnvironment({})['CUDA_DEVICE_ORDER'], 'PCI_BUS_ID');
    assert.deepEqual(gpuEnvironment({ gpu: '1', xla: false, tf32: true }), { CUDA_VISIBLE_DEVICES: '1' });
  });

  it('asks for XLA and for exact products only where that is wanted', () => {
    assert.deepEqual(gpuEnvironment({ xla: false, tf32: true }), {});
    assert.deepEqual(gpuEnvironment({ xla: true, tf32: false }), {
      TF_XLA_FLAGS: '--tf_xla_auto_jit=2',
      NVIDIA_TF32_OVERRIDE: '0',
    });
  });

  it('makes Electron’s executable run as plain Node, and only there', () => {
    assert.equal(trainerEnvironment({ ELECTRON_RUN_AS_NODE: '1' })['ELECTRON_RUN_AS_NODE'], '1');
    assert.equal(trainerEnvironment({})['ELECTRON_RUN_AS_NODE'], undefined);
  });
});
