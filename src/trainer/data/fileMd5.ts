import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** A file's MD5 sum in hexadecimal; `onBytes` hears how far the reading is. */
export async function fileMd5(file: string, signal: AbortSignal, onBytes?: (done: number) => void): Promise<string> {
  const hash = createHash('md5');
  let done = 0;
  for await (const chunk of createReadStream(file, { signal, highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    done += chunk.length;
    onBytes?.(done);
  }
  return hash.digest('hex');
}

/** Whether the file is there and has this MD5 sum. */
export async function hasMd5(file: string, md5: string | undefined, signal: AbortSignal): Promise<boolean> {
  try {
    return (await fileMd5(file, signal)) === md5;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}
