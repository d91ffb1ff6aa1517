import { UserError } from '../protocol/userError';

/** What a file system's refusal means for a run's folder. */
const meanings: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full; free some space, or choose another folder',
  EDQUOT: 'your quota of disk space is used up; free some space, or choose another folder',
  EACCES: 'you may not write there; choose another folder, or change its permissions',
  EPERM: 'you may not write there; choose another folder, or change its permissions',
  EROFS: 'it is on a read-only file system; choose another folder',
  ENOTDIR: 'it, or a part of its path, is a file; choose another folder',
  EEXIST: 'it is a file; choose another folder',
  ENAMETOOLONG: 'its name is too long; choose another folder',
};

/** The sentence for a folder in which a run can't be kept. */
export function diskFault(folder: string, error: unknown): UserError {
  if (error instanceof UserError) return error;
  return new UserError(`The run can't be kept in ${folder}: ${whyNot(error)}.`);
}

/** The sentence for a single file that can't be written. */
export function writeFault(file: string, error: unknown): UserError {
  if (error instanceof UserError) return error;
  const why = codeOf(error) === 'ENOENT' ? 'its folder is not there; make it, or choose another folder' : whyNot(error);
  return new UserError(`${file} can't be written: ${why}.`);
}

function whyNot(error: unknown): string {
  return meanings[codeOf(error)] ?? `${error instanceof Error ? error.message : String(error)}; choose another folder`;
}

/** `ENOENT` and the like; empty for anything but a system's error. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
