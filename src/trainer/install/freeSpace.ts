import { statfs } from 'node:fs/promises';
import { UserError } from '../../protocol/userError';

/** Refuses to begin what will not fit; `need` in bytes. */
export async function checkFreeSpace(folder: string, need: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free < need)
    throw new UserError(
      `The installation needs ${formatGigabytes(need)} and ${folder} has ${formatGigabytes(free)} free: free some space there, or set RESNET_HOME to a folder on another disk.`,
    );
}

function formatGigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(2)} GB`;
}
