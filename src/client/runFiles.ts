import { access } from 'node:fs/promises';
import path from 'node:path';
import { runFileName } from '../protocol/networkFile/optionsFile';

/** Where a run's folder keeps what. */
export interface RunFiles {
  readonly record: string;
  readonly metrics: string;
  readonly weights: string;
  /** The weights of the best test accuracy so far. */
  readonly best: string;
  /** What resuming needs. */
  readonly checkpoint: string;
  /** The network file that repeats the run. */
  readonly networkFile: string;
  /** The name and the tags that the user gave it. */
  readonly labels: string;
}

export function runFiles(folder: string): RunFiles {
  return {
    record: path.join(folder, 'run.json'),
    metrics: path.join(folder, 'metrics.jsonl'),
    weights: path.join(folder, 'weights.safetensors'),
    best: path.join(folder, 'best.safetensors'),
    checkpoint: path.join(folder, 'checkpoint.safetensors'),
    networkFile: path.join(folder, runFileName),
    labels: path.join(folder, 'labels.json'),
  };
}

/** `20261123-184012-resnet34`: sorts by time and is a file name everywhere. */
export function runId(model: string, at: Date): string {
  const [day = '', time = ''] = at.toISOString().split('T');
  return `${day.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}-${model.replaceAll(/[^\w.-]/g, '_')}`;
}

/** A folder of that name, with a number behind it where there is one already. */
export async function freshRunFolder(parent: string, id: string): Promise<string> {
  for (let copy = 1; ; copy++) {
    const folder = path.join(parent, copy === 1 ? id : `${id}-${copy}`);
    if (!(await exists(folder))) return folder;
  }
}

/** Whether there is a file or folder of that path. */
export async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
