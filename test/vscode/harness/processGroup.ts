import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** A process that runs, with its arguments joined by spaces. */
export interface RunningProcess {
  readonly pid: number;
  readonly commandLine: string;
}

/** The running processes of a group, zombies not among them. */
export function processesInGroup(group: number): readonly RunningProcess[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => processIn(group, pid));
}

function processIn(group: number, pid: string): readonly RunningProcess[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, , processGroup] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || Number(processGroup) !== group) return [];
    const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return [{ pid: Number(pid), commandLine }];
  } catch {
    return []; // it ended while we looked
  }
}

/** Ends a process group: asks, and kills what is left after `graceMs`. Resolves when none of its processes runs. */
export async function endGroup(group: number, graceMs = 5_000): Promise<void> {
  signalGroup(group, 'SIGTERM');
  for (let waited = 0; waited < graceMs; waited += 50) {
    if (processesInGroup(group).length === 0) return;
    await delay(50);
  }
  signalGroup(group, 'SIGKILL');
  while (processesInGroup(group).length > 0) await delay(20);
}

/** Sends a signal to each process of a group; a group that is gone already is fine. */
export function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch {
    // no such group any more
  }
}
