import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { UserError } from '../../protocol/userError';
import { fileSize } from './fileSize';
import { type Download, type Interrupted, requestPart, Unreachable } from './requestPart';

export { type Download, Unreachable };

const triesToBegin = 2;
const triesToGoOn = 6;

/** Downloads a file over HTTP, going on where an earlier attempt, of this run or another, broke off. */
export async function downloadFile(download: Download): Promise<void> {
  if ((await fileSize(download.file)) > download.bytes) await rm(download.file);
  const begun = await fileSize(download.file);
  let have = begun;
  let failures = 0;
  while (have < download.bytes) {
    const fault = await requestPart(download, have);
    const now = await fileSize(download.file);
    failures = now > have ? 0 : failures + 1;
    have = now;
    if (fault !== undefined) await pauseOrGiveUp({ download, fault, failures, gotSome: have > begun });
  }
}

interface Failure {
  readonly download: Download;
  readonly fault: Interrupted;
  /** How many tries in a row brought nothing. */
  readonly failures: number;
  readonly gotSome: boolean;
}

async function pauseOrGiveUp({ download, fault, failures, gotSome }: Failure): Promise<void> {
  if (failures < (gotSome ? triesToGoOn : triesToBegin)) {
    const { millisecondsBetweenTries = 1000, signal } = download;
    await pause(millisecondsBetweenTries * 2 ** Math.max(0, failures - 1), undefined, { signal });
    return;
  }
  if (!gotSome) throw new Unreachable(fault.message);
  throw new UserError(
    `The connection to ${new URL(download.address).host} keeps breaking (${fault.message}): try again later, the download goes on from where it is.`,
  );
}
