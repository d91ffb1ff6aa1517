import { type FileHandle, open, stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { UserError } from '../../protocol/userError';

export interface Download {
  readonly address: string;
  /** Is created, or gone on with from its present end. */
  readonly file: string;
  readonly bytes: number;
  readonly signal: AbortSignal;
  readonly onBytes: (done: number) => void;
  /** The first pause before another try, doubled with each one after it. */
  readonly millisecondsBetweenTries?: number;
  /** How long the other side may be silent. */
  readonly millisecondsOfSilence?: number;
}

/** Nothing could be had from the address; another way to the file may work. */
export class Unreachable extends Error {}

/** The connection broke; another try may go further. */
class Interrupted extends Error {}

const tries = 4;
const statusesWorthAnotherTry: readonly number[] = [408, 416, 425, 429];

/** Downloads a file of known length over HTTP, going on where an earlier attempt, of this run or another, broke off. */
export async function downloadFile(download: Download): Promise<void> {
  const { file, signal, millisecondsBetweenTries = 1000 } = download;
  const begun = await fileSize(file);
  for (let failures = 0, have = begun; have !== download.bytes; ) {
    const interruption = await attempt(download, have);
    const now = await fileSize(file);
    failures = interruption === undefined || now > have ? 0 : failures + 1;
    have = now;
    if (interruption === undefined) continue;
    if (failures >= tries) throw giveUp(download, interruption, have > begun);
    await pause(millisecondsBetweenTries * 2 ** failures, undefined, { signal });
  }
}

/** A file's length in bytes, 0 where there is none. */
export async function fileSize(file: string): Promise<number> {
  return stat(file).then(({ size }) => size, () => 0);
}

function giveUp(download: Download, fault: Interrupted, gotSome: boolean): Error {
  if (!gotSome) return new Unreachable(fault.message);
  return new UserError(
    `The connection to ${new URL(download.address).host} keeps breaking (${fault.message}): try again later, the download goes on from where it is.`,
  );
}

/** One request; what broke it, or undefined when the answer was received whole. */
async function attempt(download: Download, have: number): Promise<Interrupted | undefined> {
  const silence = silenceTimer(download.millisecondsOfSilence ?? 60_000);
  try {
    const signal = AbortSignal.any([download.signal, silence.signal]);
    const headers = { range: `bytes=${have}-`, 'accept-encoding': 'identity' };
    const response = await fetch(download.address, have === 0 ? { signal, headers: { 'accept-encoding': 'identity' } } : { signal, headers });
    const start = startOf(response, download);
    await save(response, { ...download, start, onChunk: silence.restart });
    return undefined;
  } catch (error) {
    return interruption(error, download.signal);
  } finally {
    silence.stop();
  }
}

function interruption(error: unknown, signal: AbortSignal): Interrupted {
  signal.throwIfAborted();
  if (error instanceof Interrupted) return error;
  // fetch reports all trouble with the connection as a TypeError, with the system's word for it as the cause.
  if (error instanceof TypeError) return new Interrupted(error.cause instanceof Error ? error.cause.message : error.message);
  throw error;
}

/** The place in the file that the answer's first byte belongs to. */
function startOf(response: Response, download: Download): number {
  if (statusesWorthAnotherTry.includes(response.status) || response.status >= 500) throw new Interrupted(`status ${response.status}`);
  if (!response.ok) throw new Unreachable(`status ${response.status}`);
  const [, from, total] = /^bytes (\d+)-\d+\/(\d+)$/.exec(response.headers.get('content-range') ?? '') ?? [];
  const length = response.status === 206 ? total : response.headers.get('content-length');
  if (length !== undefined && length !== null && Number(length) !== download.bytes) throw otherFile(download);
  return response.status === 206 ? Number(from ?? 0) : 0;
}

function otherFile(download: Download): UserError {
  return new UserError(
    `${new URL(download.address).host} offers another file than the one this version was made for: check the package index that pip is set to.`,
  );
}

async function save(response: Response, o: Download & { readonly start: number; readonly onChunk: () => void }): Promise<void> {
  if (response.body === null) throw new Interrupted('the answer was empty');
  const output = await openAt(o.file, o.start);
  try {
    let done = o.start;
    for await (const chunk of response.body) {
      done += chunk.byteLength;
      if (done > o.bytes) throw otherFile(o);
      await output.write(chunk);
      o.onChunk();
      o.onBytes(done);
    }
    if (done < o.bytes) throw new Interrupted('the answer ended early');
  } finally {
    await output.close();
  }
}

async function openAt(file: string, start: number): Promise<FileHandle> {
  const output = await open(file, 'a');
  await output.truncate(start);
  return output;
}

function silenceTimer(milliseconds: number) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new Interrupted('no answer in time')), milliseconds);
  return { signal: controller.signal, restart: () => void timer.refresh(), stop: () => clearTimeout(timer) };
}
