import { homedir } from 'node:os';
import path from 'node:path';

/** The folder that engines and data sets are kept in for all projects: `RESNET_HOME`, or the platform's cache folder. */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return environment['RESNET_HOME'] ?? path.join(platformCache(environment), 'resnet-inspector');
}

function platformCache(environment: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32') return environment['LOCALAPPDATA'] ?? path.join(homedir(), 'AppData', 'Local');
  if (process.platform === 'darwin') return path.join(homedir(), 'Library', 'Caches');
  return environment['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache');
}
