import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** Whether there is a process of that id that has not ended; one that waits for its parent's notice has. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** Waits until a process is gone; whoever waits sets the limit. */
export async function untilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await delay(20);
}
