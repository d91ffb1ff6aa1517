import type { InstalledEngine } from './installedEngines';
import { type Installation, installRelease } from './installRelease';
import { proveEngine } from './proveEngine';
import { releaseFor } from './releases';

/** Downloads, builds and tries an engine, or answers the one that is there; an attempt that fails leaves nothing that looks installed. */
export async function installEngine(o: Installation & { readonly engine: 'tensorflow' }): Promise<InstalledEngine> {
  return installRelease({ ...o, release: releaseFor(o.engine), prove: proveEngine });
}
