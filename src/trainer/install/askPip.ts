import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipFault } from './pipFault';
import type { Wheel } from './releases';
import { runCommand } from './runCommand';

export interface PipRequest {
  readonly python: string;
  readonly wheel: Wheel;
  /** A folder to be thrown away; pip's temporary files lie in it too. */
  readonly scratch: string;
  readonly signal: AbortSignal;
}

/** Where a wheel is: at an address, or already on the disk. */
export type WheelSource =
  { readonly kind: 'address'; readonly address: string } | { readonly kind: 'file'; readonly file: string };

/**
 * Asks the user's own pip, with its mirrors and settings, for a wheel's address. pip names it before it begins to download and
 * is ended then: its own report would come only after the whole download. A wheel in a local folder is copied by pip.
 */
export async function locateWheel(request: PipRequest): Promise<WheelSource> {
  const found: string[] = [];
  const file = await downloadUntil(request, (line) => {
    const address = addressIn(line, request.wheel);
    if (address !== undefined) found.push(address);
    return address !== undefined;
  });
  return found[0] === undefined ? { kind: 'file', file } : { kind: 'address', address: found[0] };
}

/** Has pip itself download the wheel: it knows the user's proxy, credentials and certificates. */
export async function downloadWithPip(request: PipRequest): Promise<string> {
  return downloadUntil(request, () => false);
}

function addressIn(line: string, wheel: Wheel): string | undefined {
  const [, found] = /Found link (https?:\S+)/.exec(line) ?? [];
  if (found === undefined || !URL.canParse(found)) return undefined;
  const address = new URL(found);
  address.hash = '';
  return path.posix.basename(decodeURIComponent(address.pathname)) === wheel.file ? address.href : undefined;
}

async function downloadUntil(request: PipRequest, endAt: (line: string) => boolean): Promise<string> {
  const { wheel, scratch, signal } = request;
  await mkdir(scratch, { recursive: true });
  await writeFile(
    path.join(scratch, 'requirements.txt'),
    `${wheel.package}==${wheel.version} --hash=sha256:${wheel.sha256}\n`,
  );
  const outcome = await runCommand({
    file: request.python,
    args: pipArguments(wheel),
    folder: scratch,
    environment: { TMPDIR: scratch, PIP_NO_INPUT: '1', PIP_DISABLE_PIP_VERSION_CHECK: '1', PYTHONUNBUFFERED: '1' },
    signal,
    endAt,
  });
  if (!outcome.stopped && outcome.code !== 0) throw pipFault(outcome.output, wheel);
  return path.join(scratch, wheel.file);
}

function pipArguments({ python, tag }: Wheel): readonly string[] {
  const platform = ['--implementation', 'cp', '--python-version', python, '--platform', tag];
  const pinned = ['--no-deps', '--only-binary=:all:', '--require-hashes', '-r', 'requirements.txt'];
  return ['-m', 'pip', 'download', '-vv', ...pinned, ...platform, '--dest', '.'];
}
