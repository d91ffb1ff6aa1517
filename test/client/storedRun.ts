import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RunRecord } from '../../src/client/runRecord';
import { exampleEvents, exampleOptions, exampleResult } from './exampleRun';

const start = exampleEvents.find((event) => event.type === 'start');

/** A finished run of the example, made in one go. */
export const storedRecord: RunRecord = {
  ...{ format: 1, id: 'run', title: 'resnet34 · airplane, bird', options: exampleOptions, state: 'done', start },
  ...{ epochs: exampleResult.epochs, writer: 1 },
  ...{ created: '2026-11-27T10:00:00.000Z', finished: '2026-11-27T10:01:00.000Z' },
};

/** Keeps a run in a folder of its own below `parent`, and gives the folder. */
export function storeRun(parent: string, id: string, change: Partial<RunRecord> = {}): string {
  const folder = path.join(parent, id);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'run.json'), JSON.stringify({ ...storedRecord, id, ...change }));
  return folder;
}
