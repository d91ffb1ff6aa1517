import type { InstalledEngine } from './installedEngines';
import { type Installation, installRelease } from './installRelease';
import { proveEngine } from './proveEngine';
import { type NativeEngine, releaseFor } from './releases';

/** Downloads, builds and tries an engine, or answers the one that is there; an attempt that fails leaves nothing that looks installed. */
export async function installEngine(o: Installation & { readonly engine: NativeEngine }): Promise<InstalledEngine> {
  return installRelease({ ...o, release: releaseFor(o.engine), prove: proveEngine });
}
