import { readFileSync } from 'node:fs';

/** When a process began, in the kernel's ticks since the machine did; nothing where that can't be told: only Linux tells it. */
export function processStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // a program's name may have spaces and brackets
    return afterName[startField];
  } catch {
    return undefined;
  }
}

/** Of `starttime`, field 22 of proc_pid_stat(5), counted from field 3, the first after the name. */
const startField = 19;
