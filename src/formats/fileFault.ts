import { UserError } from '../protocol/userError';

/** What the system's codes mean where a file is read. */
export const readMeanings: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file; check its path',
  ENOTDIR: 'there is no such file; check its path',
  EACCES: 'you may not read it; change its permissions',
  EPERM: 'you may not read it; change its permissions',
  ERR_FS_FILE_TOO_LARGE: 'it is larger than 2 GiB; such weights belong to no network built here',
};

/** A fault of a file in one sentence; `meanings` are by the system's codes. */
export function fileFault(what: string, error: unknown, meanings: Readonly<Record<string, string>>): UserError {
  if (error instanceof UserError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return new UserError(`${what}: ${meanings[code] ?? (error instanceof Error ? error.message : String(error))}.`);
}
