import { stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../protocol/userError';
import { chooseClasses } from './chooseClasses';
import { cifar10Folder, folderName } from './cifar10Layout';
import type { Dataset, Split } from './dataset';
import { embeddedSource } from './embeddedSource';
import { officialSource } from './officialSource';
import { readSplit } from './readSplit';
import type { RecordSource } from './recordSource';

/** Which data to open. */
export interface DatasetRequest {
  /** `cifar10` (from the cache), `embedded`, or a folder in CIFAR-10's official binary layout. */
  readonly data: string;
  /** The classes to keep, relabelled 0…k−1 in this order; without it all that the data has. */
  readonly classes?: readonly string[] | undefined;
  /** The first so many images of the chosen classes. */
  readonly limitTrain?: number | undefined;
  readonly limitTest?: number | undefined;
  /** The cache folder. */
  readonly home: string;
  /** The folder of the embedded files. */
  readonly embedded: string;
}

/** Opens a data set, or rejects with a sentence that says what is wrong with the data or the request. */
export async function openDataset(request: DatasetRequest): Promise<Dataset> {
  checkLimit('training', request.limitTrain);
  checkLimit('test', request.limitTest);
  const source = await (named.get(request.data) ?? openFolder)(request);
  const classes = chooseClasses(source, request.classes);
  const relabel = new Map([...source.classes].map(([name, label]) => [label, indexOf(classes, name)]));
  const split = async (which: 'train' | 'test', limit: number | undefined): Promise<Split> => {
    const read = await readSplit(source[which], { relabel, limit });
    if (read.count === 0)
      throw new UserError(
        `${source.title} has no ${which === 'train' ? 'training' : 'test'} image of ${classes.join(', ')}; choose other classes.`,
      );
    return read;
  };
  return {
    source: named.has(request.data) ? request.data : path.resolve(request.data),
    classes,
    train: await split('train', request.limitTrain),
    test: await split('test', request.limitTest),
  };
}

function checkLimit(which: string, limit: number | undefined): void {
  if (limit === undefined || (Number.isSafeInteger(limit) && limit > 0)) return;
  throw new UserError(`The limit of ${which} images must be a whole number from 1 up, not ${limit}.`, 'usage');
}

type Opener = (request: DatasetRequest) => RecordSource | Promise<RecordSource>;

const named: ReadonlyMap<string, Opener> = new Map<string, Opener>([
  ['cifar10', openCached],
  ['embedded', ({ embedded }) => embeddedSource(embedded)],
]);

async function openCached({ home }: DatasetRequest): Promise<RecordSource> {
  const folder = cifar10Folder(home);
  if (await isFolder(folder)) return officialSource(folder);
  throw new UserError(
    `CIFAR-10 is not here yet: run \`resnet data download\`, or put the official ${folderName} folder at ${folder}.`,
  );
}

async function openFolder({ data }: DatasetRequest): Promise<RecordSource> {
  const folder = path.resolve(data);
  if (await isFolder(folder)) return officialSource(folder);
  throw new UserError(
    `There is no data folder ${folder}; give \`cifar10\`, \`embedded\` or a folder with CIFAR-10's binary files.`,
  );
}

async function isFolder(folder: string): Promise<boolean> {
  return (await stat(folder).catch(() => undefined))?.isDirectory() ?? false;
}

function indexOf(classes: readonly string[], name: string): number | undefined {
  const index = classes.indexOf(name);
  return index < 0 ? undefined : index;
}
