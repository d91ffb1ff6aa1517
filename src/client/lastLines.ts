import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** Hands each line of a stream to `log`, and remembers the newest few. */
export function lastLines(stream: Readable | null, log: (line: string) => void, keep = 3): readonly string[] {
  const kept: string[] = [];
  if (stream === null) return kept;
  createInterface({ input: stream, crlfDelay: Infinity }).on('line', (line) => {
    log(line);
    if (line.trim() !== '' && kept.push(line.trim()) > keep) kept.shift();
  });
  return kept;
}
