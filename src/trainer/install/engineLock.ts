import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { enginesFolder } from './installedEngines';
import { withInstallLock } from './installLock';
import type { ProgressListener } from './installProgress';

/** An engine that is being put in its place. */
export interface EngineWork {
  readonly home: string;
  readonly id: string;
  /** For people. */
  readonly title: string;
  readonly signal: AbortSignal;
  readonly onProgress: ProgressListener;
}

/** Does the work while no other process works on the same engine; the folder of engines is there then. */
export async function withEngineLock<T>(
  { home, id, title, signal, onProgress }: EngineWork,
  work: () => Promise<T>,
): Promise<T> {
  const folder = enginesFolder(home);
  await mkdir(folder, { recursive: true });
  const phase = `Waiting for another installation of ${title}`;
  const onWait = (): void => onProgress({ phase, done: 0, total: 1, unit: 'steps' });
  return withInstallLock({ file: path.join(folder, `.${id}.lock`), signal, onWait }, work);
}
