import { randomUUID } from 'node:crypto';
import { rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { readRecord } from './readRecord';

export interface LockRequest {
  readonly file: string;
  readonly signal: AbortSignal;
  /** Told again and again while another process holds the lock. */
  readonly onWait: () => void;
}

const holderSchema = z.object({ token: z.string(), pid: z.number(), host: z.string() });

const millisecondsBetweenTries = 500;
const millisecondsBetweenBeats = 10_000;
const millisecondsUntilStale = 120_000;

/** Does the work while no other process does; waits for one that is at it, and takes over from one that died. */
export async function withInstallLock<T>(request: LockRequest, work: () => Promise<T>): Promise<T> {
  const token = randomUUID();
  while (!(await take(request.file, token))) {
    if (await isStale(request.file)) await rm(request.file, { force: true });
    else await waitForHolder(request);
  }
  const beat = setInterval(
    () => void utimes(request.file, new Date(), new Date()).catch(() => undefined),
    millisecondsBetweenBeats,
  );
  beat.unref();
  try {
    return await work();
  } finally {
    clearInterval(beat);
    await release(request.file, token);
  }
}

async function take(file: string, token: string): Promise<boolean> {
  try {
    await writeFile(file, JSON.stringify({ token, pid: process.pid, host: hostname() }), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function waitForHolder({ onWait, signal }: LockRequest): Promise<void> {
  onWait();
  await pause(millisecondsBetweenTries, undefined, { signal });
}

/** A holder is dead when its process is gone; where that can't be known (another host, a pid used again) its silence tells. */
async function isStale(file: string): Promise<boolean> {
  const holder = await readRecord(file, holderSchema);
  if (holder?.host === hostname() && !isAlive(holder.pid)) return true;
  const beaten = await stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
  return beaten !== undefined && Date.now() - beaten > millisecondsUntilStale;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Another process may have taken over while this one was suspended: its lock stays. */
async function release(file: string, token: string): Promise<void> {
  const holder = await readRecord(file, holderSchema);
  if (holder?.token === token) await rm(file, { force: true });
}
