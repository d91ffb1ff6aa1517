import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { UserError } from '../../protocol/userError';
import { downloadWithPip, locateWheel, type PipRequest } from './askPip';
import { downloadFile, Unreachable } from './downloadFile';
import { fileSize } from './fileSize';
import { findPython } from './findTools';
import { asStep, type ProgressListener } from './installProgress';
import type { Wheel } from './releases';

export interface WheelRequest {
  readonly wheel: Wheel;
  readonly title: string;
  readonly home: string;
  readonly scratch: string;
  readonly python: string | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: ProgressListener;
}

/** Where a wheel is kept while it is downloaded and until the engine is installed; it outlives a failed attempt. */
export function partialFile(home: string, wheel: Wheel): string {
  return path.join(home, 'downloads', `${wheel.file}.partial`);
}

/** The wheel, whole and with the pinned hash, as a file; a Python is needed only if something of it is still missing. */
export async function fetchWheel(request: WheelRequest): Promise<string> {
  const { wheel, home } = request;
  const partial = partialFile(home, wheel);
  await mkdir(path.dirname(partial), { recursive: true });
  if ((await fileSize(partial)) !== wheel.bytes) await complete(request, partial);
  await checkHash(request, partial);
  return partial;
}

async function complete(request: WheelRequest, partial: string): Promise<void> {
  const { wheel, title, signal, scratch, onProgress } = request;
  const python = await findPython(request.python, signal);
  const pip: PipRequest = { python, wheel, signal, scratch };
  const source = await asStep(onProgress, `Asking pip for ${title}`, () => locateWheel(pip));
  if (source.kind === 'file') return rename(source.file, partial);
  const phase = `Downloading ${title}`;
  const onBytes = (done: number) => onProgress({ phase, done, total: wheel.bytes, unit: 'bytes' });
  onBytes(await fileSize(partial));
  try {
    await downloadFile({ address: source.address, file: partial, bytes: wheel.bytes, signal, onBytes });
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    await rename(await asStep(onProgress, `${phase} with pip`, () => downloadWithPip(pip)), partial);
  }
}

async function checkHash({ wheel, title, signal, onProgress }: WheelRequest, partial: string): Promise<void> {
  const hash = createHash('sha256');
  const countUp = async (source: AsyncIterable<Buffer>) => {
    let done = 0;
    for await (const chunk of source) {
      hash.update(chunk);
      done += chunk.length;
      onProgress({ phase: `Checking ${title}`, done, total: wheel.bytes, unit: 'bytes' });
    }
  };
  await pipeline(createReadStream(partial, { highWaterMark: 1 << 20 }), countUp, { signal });
  if (hash.digest('hex') === wheel.sha256) return;
  await rm(partial);
  throw new UserError(
    `The downloaded ${wheel.file} is damaged or is not the file this version was made for (its SHA-256 differs), and was deleted: try again, and if that fails check the package index that pip is set to.`,
  );
}
