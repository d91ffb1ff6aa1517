import { UserError } from '../src/protocol/userError';
import { printTable, rounded } from './measure';

/** Reads damaged files one by one, and prints how many are refused and what the longest takes; what is no sentence is thrown. */
export function readDamaged(files: Iterable<Uint8Array>, read: (bytes: Uint8Array) => unknown): void {
  let [count, sound, longest, peak] = [0, 0, 0, 0];
  for (const bytes of files) {
    const began = performance.now();
    if (isRead(bytes, read)) sound++;
    longest = Math.max(longest, performance.now() - began);
    peak = Math.max(peak, process.memoryUsage.rss());
    count++;
  }
  printTable(`${count} damaged files`, [
    { row: 'still a network', value: sound },
    { row: 'refused in a sentence', value: count - sound },
    { row: 'longest, ms', value: rounded(longest, 1), aim: 2_000 },
    { row: 'process at most, MB', value: rounded(peak / 1e6), aim: 1_024 },
  ]);
}

function isRead(bytes: Uint8Array, read: (bytes: Uint8Array) => unknown): boolean {
  try {
    read(bytes);
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}
