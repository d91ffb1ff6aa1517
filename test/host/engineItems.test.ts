import assert from 'node:assert/strict';
import { engineItems, gigabytes } from '../../src/host/engineItems';
import type { InstallationChoices } from '../../src/protocol/engine';

const choices: InstallationChoices = {
  offers: [
    {
      ...{ engine: 'tensorflow-gpu', title: 'TensorFlow for CUDA 2.21.0', downloadBytes: 3.38e9, diskBytes: 5.6e9 },
      ...{ installed: false, hindrance: 'No NVIDIA driver was found on this machine.' },
    },
    {
      ...{ engine: 'tensorflow', title: 'TensorFlow 2.21.0', downloadBytes: 0.274e9, diskBytes: 0.853e9 },
      ...{ installed: true, hindrance: undefined },
    },
  ],
  environments: [{ python: '/venv/bin/python', packages: '/venv/lib', version: '2.20.0', cuda: true }],
  installed: [
    { id: 'old', engine: 'tensorflow', version: '2.20.0', folder: '/f', binding: '/f/b', bytes: 0.85e9 },
    {
      id: 'linked',
      engine: 'tensorflow',
      version: '2.20.0',
      folder: '/g',
      binding: '/g/b',
      bytes: 1e5,
      from: '/venv/lib',
    },
  ],
};

describe('what "Install Engine" offers', () => {
  const items = engineItems(choices);

  it('is first what is of use here, with sizes, then environments, then what can be removed', () => {
    assert.deepEqual(
      items.map(({ label, description }) => [label.replace(/^\$\([\w-]+\) /, ''), description]),
      [
        ['TensorFlow 2.21.0', 'installed; download 0.27 GB, 0.85 GB on disk'],
        ['TensorFlow for CUDA 2.21.0', 'download 3.4 GB, 5.6 GB on disk'],
        ['TensorFlow 2.20.0 for CUDA of a Python environment', 'nothing to download'],
        ['Remove old', 'frees 0.85 GB'],
        ['Remove linked', 'the Python environment stays as it is'],
      ],
    );
  });

  it('says why something would be of no use', () => {
    assert.equal(items[1]?.detail, 'Of no use here: No NVIDIA driver was found on this machine.');
  });

  it('gives sizes as download pages do', () => {
    assert.deepEqual([0.274e9, 0.946e9, 3.38e9].map(gigabytes), ['0.27 GB', '0.95 GB', '3.4 GB']);
  });
});
