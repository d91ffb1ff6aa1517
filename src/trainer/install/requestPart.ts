import { open } from 'node:fs/promises';
import { UserError } from '../../protocol/userError';

/** A file of known length at an address, and where it is saved. */
export interface Download {
  readonly address: string;
  readonly file: string;
  readonly bytes: number;
  readonly signal: AbortSignal;
  readonly onBytes: (done: number) => void;
  /** The first pause before another try, doubled with each one after it. */
  readonly millisecondsBetweenTries?: number;
  /** How long the other side may be silent. */
  readonly millisecondsOfSilence?: number;
}

/** The address can't give the file to us; another way to it may work. */
export class Unreachable extends Error {}

/** The connection broke; another try may go further. */
export class Interrupted extends Error {}

const statusesWorthAnotherTry: readonly number[] = [408, 425, 429, 500, 502, 503, 504];

/** Sends one request for what is missing after the first `have` bytes and saves what comes; answers what broke it, or undefined at the file's end. */
export async function requestPart(download: Download, have: number): Promise<Interrupted | undefined> {
  const silence = silenceTimer(download.millisecondsOfSilence ?? 60_000);
  try {
    const signal = AbortSignal.any([download.signal, silence.signal]);
    const range = have === 0 ? {} : { range: `bytes=${have}-` };
    const response = await fetch(download.address, { signal, headers: { 'accept-encoding': 'identity', ...range } });
    const start = startOf(response, download, have);
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
  if (error instanceof TypeError)
    return new Interrupted(error.cause instanceof Error ? error.cause.message : error.message);
  throw error;
}

/** The place in the file that the answer's first byte belongs to; a server that knows no ranges begins anew. */
function startOf({ status, headers }: Response, download: Download, have: number): number {
  if (statusesWorthAnotherTry.includes(status)) throw new Interrupted(`status ${status}`);
  if (status === 200) return checkLength(headers.get('content-length'), download, 0);
  const [, start, total] = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(headers.get('content-range') ?? '') ?? [];
  if (status === 416) throw otherFile(download);
  if (status !== 206 || Number(start) !== have) throw new Unreachable(`status ${status}`);
  return checkLength(total === '*' ? null : total, download, have);
}

function checkLength(length: string | null | undefined, download: Download, start: number): number {
  if (Number(length ?? download.bytes) !== download.bytes) throw otherFile(download);
  return start;
}

function otherFile({ address }: Download): UserError {
  return new UserError(
    `${new URL(address).host} answers with another file than the one this version was made for (its length differs): check the mirror that is set, and whether the network asks for a sign-in.`,
  );
}

async function save(
  response: Response,
  o: Download & { readonly start: number; readonly onChunk: () => void },
): Promise<void> {
  if (response.body === null) throw new Interrupted('the answer was empty');
  const output = await open(o.file, 'a');
  try {
    await output.truncate(o.start);
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

function silenceTimer(milliseconds: number) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new Interrupted('no answer in time')), milliseconds);
  const stop = () => {
    clearTimeout(timer);
    // Closes the connection of an answer that was refused by its head.
    controller.abort();
  };
  return { signal: controller.signal, restart: () => void timer.refresh(), stop };
}
