import { mkdtemp, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { checkSystem } from './checkSystem';
import { fileSize } from './fileSize';
import { fetchWheel, partialFile } from './fetchWheel';
import { checkFreeSpace } from './freeSpace';
import { enginesFolder, type InstalledEngine, placeEngine, readEngine, writeManifest } from './installedEngines';
import { installFault } from './installFault';
import { withEngineLock } from './engineLock';
import { asStep, type ProgressListener, throttled } from './installProgress';
import { type AddonSource, findAddon, placeAddon } from './placeAddon';
import type { Proof } from './proveEngine';
import { type Release, releaseTitle, type Wheel } from './releases';
import { unpackWheel } from './unpackWheel';

export interface Installation {
  readonly home: string;
  readonly signal: AbortSignal;
  readonly onProgress: ProgressListener;
  /** The Python whose pip is used; the first of `python3` and `python` when left out. */
  readonly python?: string;
}

/** Everything an installation depends on; `prove` must reject unless the built engine works. */
export interface ReleaseInstallation extends Installation {
  readonly release: Release;
  readonly prove: (proof: Proof) => Promise<void>;
  /** Where the addon made beforehand would be; left out: where ours is. */
  readonly prebuilt?: string;
}

/** Room on the disk beside what is downloaded and unpacked: the addon, its object files and pip's own. */
const spareBytes = 64e6;

/** Installs a release unless it is there: all is made in a folder of its own, and takes its place only when it was proved to work. */
export async function installRelease(o: ReleaseInstallation): Promise<InstalledEngine> {
  const { home, release, signal } = o;
  const title = releaseTitle(release);
  const onProgress = throttled(o.onProgress);
  try {
    return await withEngineLock(
      { home, id: release.id, title, signal, onProgress },
      async () => (await readEngine(home, release.id)) ?? (await build({ ...o, onProgress })),
    );
  } catch (error) {
    throw installFault(error, { title, home, signal });
  }
}

async function build(o: ReleaseInstallation): Promise<InstalledEngine> {
  const { home, release, signal } = o;
  await checkSystem(release, signal);
  const source = await findAddon(signal, o.prebuilt);
  await removeLeftovers(o);
  await checkFreeSpace(home, await bytesNeeded(o));
  const staging = await mkdtemp(path.join(enginesFolder(home), leftoverName(release)));
  try {
    const folder = path.join(staging, release.id);
    for (const wheel of release.wheels) await unpack(o, { wheel, staging, folder, source });
    await placeAddon({ folder, source, signal, onProgress: o.onProgress });
    await rm(path.join(folder, 'tensorflow', 'include'), { recursive: true, force: true });
    await asStep(o.onProgress, 'Trying the engine', () => o.prove({ folder, version: release.version, signal }));
    await writeManifest(folder, { ...release, names: await readdir(folder, { recursive: true }) });
    const engine = await placeEngine(home, release.id, folder);
    for (const wheel of release.wheels) await rm(partialFile(home, wheel), { force: true });
    return engine;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

function leftoverName(release: Release): string {
  return `.staging-${release.id}-`;
}

/** Clears what an installation that was killed left behind: while this one holds the lock, nobody else is using it. */
async function removeLeftovers({ home, release }: ReleaseInstallation): Promise<void> {
  const names = await readdir(enginesFolder(home));
  const left = names.filter((name) => name.startsWith(leftoverName(release)) || name.startsWith('.removed-'));
  for (const name of left) await rm(path.join(enginesFolder(home), name), { recursive: true, force: true });
}

async function bytesNeeded({ home, release }: ReleaseInstallation): Promise<number> {
  let bytes = spareBytes;
  for (const wheel of release.wheels)
    bytes += wheel.unpackedBytes + wheel.bytes - (await fileSize(partialFile(home, wheel)));
  return bytes;
}

async function unpack(
  o: ReleaseInstallation,
  at: { readonly wheel: Wheel; readonly staging: string; readonly folder: string; readonly source: AddonSource },
): Promise<void> {
  const { home, python, signal, onProgress, release } = o;
  const { wheel, folder, source } = at;
  const title = wheelTitle(release, wheel);
  const { headers = [], headerBytes = 0 } = source.kind === 'compiler' ? wheel : {};
  const file = await fetchWheel({
    wheel,
    title,
    home,
    python,
    signal,
    onProgress,
    scratch: path.join(at.staging, 'pip'),
  });
  const total = wheel.unpackedBytes + headerBytes;
  const onBytes = (done: number) => onProgress({ phase: `Unpacking ${title}`, done, total, unit: 'bytes' });
  await unpackWheel({ file, folder, keep: [...wheel.keep, ...headers], signal, onBytes });
}

/** Of several wheels each is named and numbered, e.g. `TensorFlow for CUDA 2.21.0, 3 of 13: nvidia-cudnn-cu12`. */
function wheelTitle(release: Release, wheel: Wheel): string {
  const { wheels } = release;
  if (wheels.length === 1) return releaseTitle(release);
  return `${releaseTitle(release)}, ${wheels.indexOf(wheel) + 1} of ${wheels.length}: ${wheel.package}`;
}
