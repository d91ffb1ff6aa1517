import { setTimeout as delay } from 'node:timers/promises';

/** Ends a process group: asks, and kills what is left after five seconds. */
export async function endGroup(group) {
  signal(group, 'SIGTERM');
  for (let waited = 0; waited < 5_000 && signal(group, 0); waited += 50) await delay(50);
  signal(group, 'SIGKILL');
}

/** Sends a signal (0: none) and tells whether anyone was there to get it. */
function signal(group, name) {
  try {
    return process.kill(-group, name);
  } catch {
    return false;
  }
}
