import { UserError } from '../../protocol/userError';
import { isAtLeast } from './isAtLeast';
import { type Release, releaseTitle } from './releases';
import { runCommand } from './runCommand';

/** Refuses a system whose C library cannot load the release, before anything is downloaded; a system that can't be asked is let pass. */
export async function checkSystem(release: Release, signal: AbortSignal): Promise<void> {
  const version = release.glibc === undefined ? undefined : await glibcVersion(signal);
  if (release.glibc !== undefined && version !== undefined && !isAtLeast(version, release.glibc))
    throw new UserError(
      `${releaseTitle(release)} needs the GNU C library ${release.glibc} or newer and this system has ${version}: choose another engine.`,
    );
}

async function glibcVersion(signal: AbortSignal): Promise<string | undefined> {
  try {
    const { code, output } = await runCommand({ file: 'getconf', args: ['GNU_LIBC_VERSION'], signal });
    return code === 0 ? output.replace('glibc', '').trim() : 'another C library';
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}
