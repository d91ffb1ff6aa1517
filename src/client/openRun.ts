import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../protocol/userError';
import { codeOf } from './diskFault';
import { processStart } from './processStart';
import { runFiles } from './runFiles';
import { parseRunRecord, type RunRecord } from './runRecord';
import { writeAtomically } from './writeAtomically';

/** A run as its folder tells it. */
export interface StoredRun {
  readonly folder: string;
  readonly record: RunRecord;
}

/** Opens a run's folder; one whose writer is gone while it says "running" is marked as failed. */
export async function openRun(folder: string): Promise<StoredRun> {
  const { record: file } = runFiles(folder);
  const record = parseRunRecord(await readRecord(folder, file));
  if (typeof record === 'string') throw new UserError(`The run in ${folder} can't be opened: ${record} in run.json.`);
  if (!wasInterrupted(record)) return { folder, record };
  const failed: RunRecord = { ...record, state: 'failed', reason: interrupted };
  // A folder that has become read-only still can be looked at.
  await writeAtomically(file, `${JSON.stringify(failed, null, 2)}\n`).catch(() => undefined);
  return { folder, record: failed };
}

/** The runs in a folder, newest first; damaged ones are left out, each with a sentence to `log`. */
export async function listRuns(parent: string, log: (line: string) => void): Promise<readonly StoredRun[]> {
  const entries = await readdir(parent, { withFileTypes: true }).catch(() => []);
  const runs: StoredRun[] = [];
  for (const entry of entries) {
    if (!entry.isDirectory()) continue;
    try {
      runs.push(await openRun(path.join(parent, entry.name)));
    } catch (error) {
      log(error instanceof Error ? error.message : String(error));
    }
  }
  return runs.sort((a, b) => b.record.created.localeCompare(a.record.created));
}

const interrupted = 'It was interrupted: the program that ran it ended before the run did.';

function wasInterrupted(record: RunRecord): boolean {
  return isOpen(record) && !(isAlive(record.writer) && isSame(record));
}

/** Whether a run has not ended, as far as its record says. */
export function isOpen({ state }: RunRecord): boolean {
  return state === 'starting' || state === 'running';
}

/** Whether the process of the writer's number is the writer, where that can be told. */
function isSame({ writer, writerStart }: RunRecord): boolean {
  const start = processStart(writer);
  return writerStart === undefined || start === undefined || start === writerStart;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM'; // it is there, but another user's
  }
}

async function readRecord(folder: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const why = codeOf(error) === 'ENOENT' ? 'there is no run.json' : String(error);
    throw new UserError(`The run in ${folder} can't be opened: ${why}.`);
  }
}
