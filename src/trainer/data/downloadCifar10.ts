import { mkdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Progress } from '../../protocol/engine';
import { UserError } from '../../protocol/userError';
import { downloadFile, Unreachable } from '../install/downloadFile';
import { installFault } from '../install/installFault';
import { withInstallLock } from '../install/installLock';
import { asStep, throttled } from '../install/installProgress';
import { archiveName, type Cifar10Archive, officialArchive } from './cifar10Archive';
import { cifar10Folder, folderName } from './cifar10Layout';
import { fileMd5, hasMd5 } from './fileMd5';
import { unpackCifar10 } from './unpackCifar10';

const title = 'CIFAR-10';

/** What to download and where to. */
export interface Cifar10Download {
  /** The cache folder. */
  readonly home: string;
  /** Another place that has the same archive. */
  readonly url?: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  /** Another archive than the official one. */
  readonly archive?: Cifar10Archive;
  /** The first pause before another try, doubled with each one after it. */
  readonly millisecondsBetweenTries?: number;
}

interface Job extends Cifar10Download {
  readonly archive: Cifar10Archive;
  readonly folder: string;
  /** An archive that the user put there; it is used and left there. */
  readonly given: string;
}

/** The cache's CIFAR-10 folder, downloaded where it isn't whole yet; an attempt that breaks off is gone on with by the next. */
export async function downloadCifar10(download: Cifar10Download): Promise<string> {
  const { home, signal, onProgress, archive = officialArchive } = download;
  const folder = cifar10Folder(home);
  const given = path.join(home, 'downloads', archiveName);
  const job: Job = { ...download, archive, folder, given, onProgress: throttled(onProgress) };
  const lock = { file: `${folder}.lock`, signal, onWait: () => onProgress(waiting) };
  try {
    await mkdir(path.dirname(folder), { recursive: true });
    await mkdir(path.dirname(given), { recursive: true });
    await withInstallLock(lock, () => complete(job));
    return folder;
  } catch (error) {
    throw installFault(error, { title, home, signal });
  }
}

const waiting: Progress = { phase: `Waiting for another download of ${title}`, done: 0, total: 0, unit: 'steps' };

async function complete(job: Job): Promise<void> {
  const { archive, folder, given, signal, onProgress } = job;
  if (await asStep(onProgress, `Looking for ${title}`, () => isWhole(job))) return;
  const isGiven = await stat(given).then(
    () => true,
    () => false,
  );
  const file = isGiven ? given : await fetchArchive(job);
  await checkArchive(job, { file, isGiven });
  const onFile = (done: number, total: number) =>
    onProgress({ phase: `Unpacking ${title}`, done, total, unit: 'files' });
  await unpackCifar10({ archive: file, folder, fileMd5: archive.fileMd5, signal, onFile });
  if (!isGiven) await rm(file, { force: true });
}

async function isWhole({ archive, folder, signal }: Job): Promise<boolean> {
  for (const [name, md5] of Object.entries(archive.fileMd5))
    if (!(await hasMd5(path.join(folder, name), md5, signal))) return false;
  return true;
}

async function fetchArchive({ archive, url, given, folder, signal, ...job }: Job): Promise<string> {
  const file = `${given}.partial`;
  const address = url ?? archive.address;
  const onBytes = (done: number) =>
    job.onProgress({ phase: `Downloading ${title}`, done, total: archive.bytes, unit: 'bytes' });
  try {
    const pause = job.millisecondsBetweenTries;
    await downloadFile({
      address,
      file,
      bytes: archive.bytes,
      signal,
      onBytes,
      ...(pause === undefined ? {} : { millisecondsBetweenTries: pause }),
    });
    return file;
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    throw new UserError(
      `${title} can't be had from ${address} (${error.message}): get ${archiveName} another way and put it at ${given}, or put its ${folderName} at ${folder}, then try again.`,
    );
  }
}

async function checkArchive(
  { archive, signal, onProgress }: Job,
  at: { file: string; isGiven: boolean },
): Promise<void> {
  const onBytes = (done: number) =>
    onProgress({ phase: `Checking ${title}`, done, total: archive.bytes, unit: 'bytes' });
  const found = await fileMd5(at.file, signal, onBytes);
  if (found === archive.md5) return;
  const sums = `its MD5 sum is ${found}, not ${archive.md5}`;
  if (at.isGiven)
    throw new UserError(`${at.file} is not the official archive (${sums}); replace it or remove it, then try again.`);
  await rm(at.file, { force: true });
  throw new UserError(`The downloaded ${archiveName} is damaged or another file (${sums}) and was deleted; try again.`);
}
