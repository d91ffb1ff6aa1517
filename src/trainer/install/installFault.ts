import { UserError } from '../../protocol/userError';

const fullDisk = (folder: string) =>
  `The disk of ${folder} is full: free some space there, or set RESNET_HOME to a folder on another disk, and try again.`;
const noAccess = (folder: string) =>
  `${folder} can not be written to: correct its permissions, or set RESNET_HOME to another folder, and try again.`;

const sentences: Readonly<Record<string, (folder: string) => string>> = {
  ENOSPC: fullDisk,
  EDQUOT: fullDisk,
  EACCES: noAccess,
  EPERM: noAccess,
  EROFS: noAccess,
};

/** The sentence for an installation that stopped; an error that nobody foresaw stays what it is. */
export function installFault(
  error: unknown,
  at: { readonly title: string; readonly home: string; readonly signal: AbortSignal },
): unknown {
  if (at.signal.aborted)
    return new UserError(`Fetching ${at.title} was cancelled; what was downloaded is kept for the next attempt.`);
  if (!(error instanceof Error) || !('code' in error)) return error;
  const sentence = sentences[String(error.code)];
  return new UserError(sentence?.(at.home) ?? `${at.title} could not be installed: ${error.message}`);
}
