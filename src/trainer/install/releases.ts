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
  /** Paths in the wheel that are unpacked; one that ends in `/` is a folder. */
  readonly keep: readonly string[];
  readonly unpackedBytes: number;
}

/** What is installed as one engine. */
export interface Release {
  readonly id: string;
  readonly engine: NativeEngine;
  readonly title: string;
  readonly version: string;
  /** The oldest GNU C library that the wheels' libraries run on. */
  readonly glibc: string;
  readonly wheels: readonly Wheel[];
}

interface ReleaseRow {
  readonly title: string;
  readonly version: string;
  readonly platforms: Readonly<Record<string, Pick<Release, 'glibc' | 'wheels'>>>;
}

const rows: Readonly<Record<'tensorflow', ReleaseRow>> = table;

/** The pinned release of an engine for a platform, named as Node does: `linux-x64`. */
export function releaseFor(engine: 'tensorflow', platform = `${process.platform}-${process.arch}`): Release {
  const { title, version, platforms } = rows[engine];
  const release = platforms[platform];
  if (release === undefined)
    throw new UserError(
      `The native TensorFlow engine can be installed on ${Object.keys(platforms).join(', ')} only and this is ${platform}: choose another engine.`,
    );
  return { id: `${engine}-${version}-${platform}`, engine, title, version, ...release };
}

/** What the user sees as the release's name, e.g. `TensorFlow 2.21.0`. */
export function releaseTitle(release: Pick<Release, 'title' | 'version'>): string {
  return `${release.title} ${release.version}`;
}
