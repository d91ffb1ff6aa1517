import { existsSync } from 'node:fs';
import type { DoctorReport } from '../protocol/engine';
import { cifar10Folder } from './data/cifar10Layout';
import { reportEngines } from './engines/ladder';
import type { TrainerFolders } from './folders';

/** What this machine offers for training; tries every engine. */
export async function doctor(folders: TrainerFolders): Promise<DoctorReport> {
  const engines = await reportEngines(folders);
  const cifar10 = cifar10Folder(folders.home);
  return {
    engines,
    choice: engines.find((report) => report.usable)?.engine ?? 'cpu',
    node: `${process.version}${process.versions['electron'] === undefined ? '' : ' in Electron'} (${process.execPath})`,
    platform: `${process.platform} ${process.arch}`,
    cacheFolder: folders.home,
    data: [
      {
        name: 'embedded',
        usable: true,
        detail: 'airplane and bird of CIFAR-10: 500 training and 100 test images each',
      },
      existsSync(cifar10)
        ? { name: 'cifar10', usable: true, detail: cifar10 }
        : {
            name: 'cifar10',
            usable: false,
            detail: `not here: run \`resnet data download\`, or put cifar-10-batches-bin into ${cifar10}`,
          },
    ],
  };
}
