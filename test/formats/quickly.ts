import assert from 'node:assert/strict';

/** Runs something that may take two seconds of the processor at most, however busy the machine is. */
export function quickly<T>(run: () => T): T {
  const before = process.cpuUsage();
  const result = run();
  checkTime(before);
  return result;
}

/** The same for something that answers later. */
export async function quicklySettled<T>(run: () => Promise<T>): Promise<T> {
  const before = process.cpuUsage();
  const result = await run();
  checkTime(before);
  return result;
}

function checkTime(before: NodeJS.CpuUsage): void {
  const { user, system } = process.cpuUsage(before);
  assert.ok(user + system < 2_000_000, `${(user + system) / 1000} ms`);
}
