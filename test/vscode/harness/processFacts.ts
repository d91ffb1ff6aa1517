import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** The environment that a process was started with. */
export function environmentOf(pid: number): ReadonlyMap<string, string> {
  const variables = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').filter(Boolean);
  return new Map(variables.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

/** Sockets of the internet's protocols that a process has open, as the kernel lists them. */
export function internetSockets(pid: number): readonly string[] {
  const own = new Set(readdirSync(`/proc/${pid}/fd`).map((fd) => inodeOf(`/proc/${pid}/fd/${fd}`)));
  return ['tcp', 'tcp6', 'udp', 'udp6']
    .flatMap((protocol) => readFileSync(`/proc/${pid}/net/${protocol}`, 'utf8').trim().split('\n').slice(1))
    .filter((line) => own.has(line.trim().split(/\s+/)[inodeColumn]));
}

/** As in proc_pid_net(5). */
const inodeColumn = 9;

function inodeOf(fd: string): string | undefined {
  try {
    return /^socket:\[(\d+)\]$/.exec(readlinkSync(fd))?.[1];
  } catch {
    return undefined; // it was closed while we looked
  }
}
