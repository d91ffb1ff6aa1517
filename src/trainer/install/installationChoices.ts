import type { EngineOffer, InstallationChoices } from '../../protocol/engine';
import { UserError } from '../../protocol/userError';
import { cudaFault } from '../engines/cuda/cudaFault';
import { cudaSituation } from '../engines/cuda/explainCuda';
import { type InstalledEngine, listEngines } from './installedEngines';
import { activePythons, pythonEnvironments } from './pythonTensorFlow';
import { type NativeEngine, type Release, releaseFor, releaseSizes, releaseTitle } from './releases';

interface Asking {
  readonly home: string;
  /** Interpreters to look into besides those that are active here. */
  readonly pythons: readonly string[];
  readonly signal: AbortSignal;
}

/** What can be installed here, what it takes, and which Python environments have it already. */
export async function installationChoices({ home, pythons, signal }: Asking): Promise<InstallationChoices> {
  const installed = await listEngines(home);
  const fault = cudaFault(await cudaSituation());
  return {
    offers: [...offer('tensorflow-gpu', installed, fault), ...offer('tensorflow', installed, undefined)],
    environments: await pythonEnvironments([...pythons, ...activePythons()], signal),
    installed,
  };
}

function offer(
  engine: NativeEngine,
  installed: readonly InstalledEngine[],
  hindrance: string | undefined,
): EngineOffer[] {
  const release = releaseHere(engine);
  if (release === undefined) return [];
  const { download, disk } = releaseSizes(release);
  const title = releaseTitle(release);
  const isInstalled = installed.some(({ id }) => id === release.id);
  return [{ engine, title, downloadBytes: download, diskBytes: disk, installed: isInstalled, hindrance }];
}

function releaseHere(engine: NativeEngine): Release | undefined {
  try {
    return releaseFor(engine);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
