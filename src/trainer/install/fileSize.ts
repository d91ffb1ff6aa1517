import { stat } from 'node:fs/promises';

/** A file's length in bytes, 0 where there is none. */
export async function fileSize(file: string): Promise<number> {
  const stats = await stat(file).catch(() => undefined);
  return stats?.size ?? 0;
}
