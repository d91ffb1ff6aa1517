import table from '../../../engine/wheels.json';
import type { EngineName } from '../../protocol/engine';
import { UserError } from '../../protocol/userError';

/** The native engines there can be; each is TensorFlow's libraries with an addon compiled for them. */
export type NativeEngine = Extract<EngineName, 'tensorflow' | 'tensorflow-gpu'>;

/** One pinned Python wheel, of which only the native libraries and some headers are used. */
export interface Wheel {
  readonly package: string;
  readonly version: string;
  /** The Python version and platform tag that pip is asked for; the user's own Python may be another. */
  readonly python: string;
  readonly tag: string;
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Files in the wheel that are unpacked, and the bytes they take. */
  readonly keep: readonly string[];
  readonly unpackedBytes: number;
  /** Folders of it, each ending in `/`, that are needed where the addon has to be compiled. */
  readonly headers?: readonly string[];
  readonly headerBytes?: number;
}

/** What is installed as one engine. */
export interface Release {
  readonly id: string;
  readonly engine: NativeEngine;
  readonly title: string;
  readonly version: string;
  /** The oldest GNU C library that the wheels' libraries run on; left out where there is none. */
  readonly glibc?: string;
  /** The oldest NVIDIA driver that they run with. */
  readonly driver?: string;
  readonly wheels: readonly Wheel[];
}

interface ReleaseRow {
  readonly title: string;
  readonly version: string;
  readonly platforms: Readonly<Record<string, Pick<Release, 'glibc' | 'driver' | 'wheels'>>>;
}

const rows: Readonly<Record<NativeEngine, ReleaseRow>> = table;

/** The pinned release of an engine for a platform, named as Node does: `linux-x64`. */
export function releaseFor(engine: NativeEngine, platform = hostPlatform): Release {
  const { title, version, platforms } = rows[engine];
  const release = platforms[platform];
  if (release === undefined)
    throw new UserError(
      `${title} can be installed on ${Object.keys(platforms).join(', ')} only and this is ${platform}: choose another engine.`,
    );
  return { id: `${engine}-${version}-${platform}`, engine, title, version, ...release };
}

/** This machine, as releases and prebuilt addons are named. */
export const hostPlatform = `${process.platform}-${process.arch}`;

/** Bytes that an installation downloads, and that it takes on the disk afterwards. */
export function releaseSizes({ wheels }: Pick<Release, 'wheels'>): {
  readonly download: number;
  readonly disk: number;
} {
  const sum = (of: (wheel: Wheel) => number): number => wheels.reduce((total, wheel) => total + of(wheel), 0);
  return { download: sum(({ bytes }) => bytes), disk: sum(({ unpackedBytes }) => unpackedBytes) };
}

/** What the user sees as the release's name, e.g. `TensorFlow 2.21.0`. */
export function releaseTitle(release: Pick<Release, 'title' | 'version'>): string {
  return `${release.title} ${release.version}`;
}
