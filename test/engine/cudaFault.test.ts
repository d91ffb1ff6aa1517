import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cudaFault, type CudaSituation } from '../../src/trainer/engines/cuda/cudaFault';
import { foreignLibraries } from '../../src/trainer/engines/cuda/foreignLibraries';
import { parseDriverFile, parseNvidiaSmi, type NvidiaMachine } from '../../src/trainer/engines/cuda/nvidia';

const h100 = '0, NVIDIA H100 80GB HBM3, 535.161.08, 81559, 9.0';

/** What `nvidia-smi` prints of some machines. */
function machine(...lines: readonly string[]): NvidiaMachine {
  const found = parseNvidiaSmi(lines.join('\n'));
  assert.ok(found);
  return found;
}

const sound: CudaSituation = { machine: machine(h100), driver: '525', foreign: [] };

/** Situations with TensorFlow's own words where it has been loaded, and what the user is told. */
const situations: readonly (readonly [name: string, situation: Partial<CudaSituation>, sentence: RegExp])[] = [
  ['no driver', { machine: undefined }, /^No NVIDIA driver was found/],
  [
    'a driver too old',
    { machine: machine('0, Tesla V100-SXM2-16GB, 470.82.01, 16160, 7.0') },
    /^The NVIDIA driver 470\.82\.01 is too old .*: update it to 525 or newer\.$/,
  ],
  ['a driver too old, by its file', { machine: { driver: '450.51', gpus: [] } }, /450\.51 is too old/],
  [
    'a card without kernels',
    { machine: machine('0, Tesla M60, 535.161.08, 8192, 5.2') },
    /^TensorFlow has no kernels for Tesla M60 \(compute capability 5\.2, 6\.0 is needed\)/,
  ],
  [
    'a card that is not there',
    { visible: '2' },
    /^Card 2 was chosen \(resnet\.gpu or CUDA_VISIBLE_DEVICES\) and this machine has 0 \(NVIDIA H100 80GB HBM3\)/,
  ],
  ['cards that are all hidden', { visible: '-1' }, /^CUDA_VISIBLE_DEVICES is "-1", which hides every card/],
  [
    'a chosen card without kernels beside a good one',
    { machine: machine(h100, '1, Tesla M60, 535.161.08, 8192, 5.2'), visible: '1,0' },
    /^TensorFlow has no kernels for Tesla M60/,
  ],
  [
    'a CUDA library of another version in front on the path',
    {
      foreign: ['/usr/local/cuda-11.8/lib64/libcudnn.so.8'],
      log: 'E external/local_xla/xla/stream_executor/cuda/cuda_dnn.cc:454] Loaded runtime CuDNN library: 8.9.7 but source was compiled with: 9.3.0.',
    },
    /^The CUDA library \/usr\/local\/cuda-11\.8\/lib64\/libcudnn\.so\.8 is found before .* LD_LIBRARY_PATH/,
  ],
  [
    'cuDNN too old',
    {
      log: 'E external/local_xla/xla/stream_executor/cuda/cuda_dnn.cc:454] Loaded runtime CuDNN library: 9.1.0 but source was compiled with: 9.3.0.  CuDNN library needs to have matching major version',
    },
    /^cuDNN 9\.1\.0 was loaded and TensorFlow was made for 9\.3\.0/,
  ],
  [
    'a missing library',
    {
      log: "W tsl/platform/default/dso_loader.cc:59] Could not load dynamic library 'libcudnn.so.9'; dlerror: libcudnn.so.9: cannot open shared object file: No such file or directory",
    },
    /does not find the library libcudnn\.so\.9: install the engine anew/,
  ],
  [
    'libraries that are not named',
    {
      log: 'W tensorflow/core/common_runtime/gpu/gpu_device.cc:2343] Cannot dlopen some GPU libraries. Please make sure the missing libraries mentioned above are installed properly',
    },
    /lacks some of its libraries: install the engine anew/,
  ],
  [
    'a driver that shows no card',
    {
      log: 'E external/local_xla/xla/stream_executor/cuda/cuda_platform.cc:51] failed call to cuInit: INTERNAL: CUDA error: Failed call to cuInit: CUDA_ERROR_NO_DEVICE: no CUDA-capable device is detected',
    },
    /shows no card to this process: look at CUDA_VISIBLE_DEVICES/,
  ],
  [
    'a card that is full',
    { log: 'I failed to allocate 2.00GiB from device: CUDA_ERROR_OUT_OF_MEMORY: out of memory' },
    /^The card has no memory left/,
  ],
  [
    'a driver that does not start',
    {
      log: 'E cuda_platform.cc:51] failed call to cuInit: INTERNAL: CUDA error: Failed call to cuInit: UNKNOWN ERROR (303)',
    },
    /^The NVIDIA driver refused to start CUDA \(303\): restart the machine/,
  ],
];

describe('what keeps TensorFlow from a GPU', () => {
  it('is nothing on a sound machine', () => {
    assert.equal(cudaFault(sound), undefined);
    assert.equal(cudaFault({ ...sound, visible: '0', log: 'Created device /device:GPU:0' }), undefined);
  });

  it('takes cards that are named by their identifiers as they are', () => {
    assert.equal(cudaFault({ ...sound, visible: 'GPU-8932f937-d72c-4106-c12f-20bd9faed9f6' }), undefined);
  });

  for (const [name, situation, sentence] of situations)
    it(`${name}: one sentence`, () => {
      const told = cudaFault({ ...sound, ...situation }) ?? '';
      assert.match(told, sentence);
      assert.match(told, /^[A-Zc].*\.$/);
      assert.ok(!told.includes('\n'));
    });
});

describe('the NVIDIA driver', () => {
  it('is read from nvidia-smi, a line a card', () => {
    const { driver, gpus } = machine(h100, '1, NVIDIA L4, 535.161.08, 23034, 8.9');
    assert.equal(driver, '535.161.08');
    assert.deepEqual(gpus[1], { index: 1, name: 'NVIDIA L4', memoryBytes: 23_034 * 2 ** 20, computeCapability: '8.9' });
  });

  it('is not there where nvidia-smi says that it failed', () => {
    for (const words of [
      '',
      'NVIDIA-SMI has failed because it could not communicate with the NVIDIA driver.',
      'No devices were found',
    ])
      assert.equal(parseNvidiaSmi(words), undefined);
  });

  it("is read from the kernel module's file", () => {
    const text =
      'NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.161.08  Sat Feb 17 22:55:48 UTC 2024\nGCC version:  gcc version 12.2.0';
    assert.equal(parseDriverFile(text), '535.161.08');
    const open = 'NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  570.86.15  Release Build';
    assert.equal(parseDriverFile(open), '570.86.15');
    assert.equal(parseDriverFile('nothing'), undefined);
  });
});

describe('CUDA libraries before ours', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cuda-'));
    await mkdir(path.join(folder, 'lib64'));
    for (const name of ['libcudnn.so.8', 'libcublas.so.11.10', 'libpng.so.16', 'libcudnn.a'])
      await writeFile(path.join(folder, 'lib64', name), '');
  });
  after(() => rm(folder, { recursive: true }));

  it('are found in the folders of LD_LIBRARY_PATH', async () => {
    const lib64 = path.join(folder, 'lib64');
    const found = await foreignLibraries(`/nowhere:${lib64}:`);
    assert.deepEqual(found, [path.join(lib64, 'libcublas.so.11.10'), path.join(lib64, 'libcudnn.so.8')]);
    assert.deepEqual(await foreignLibraries(''), []);
  });
});
