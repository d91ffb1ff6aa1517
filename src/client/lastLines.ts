import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** What a stream has said. */
export interface Said {
  /** The newest few lines. */
  readonly lines: readonly string[];
  /** Settles when the stream has ended. */
  readonly ended: Promise<void>;
}

/** Hands each line of a stream to `log`, and remembers the newest few. */
export function lastLines(stream: Readable | null, log: (line: string) => void, keep = 3): Said {
  const lines: string[] = [];
  if (stream === null) return { lines, ended: Promise.resolve() };
  const reader = createInterface({ input: stream, crlfDelay: Infinity });
  reader.on('line', (line) => {
    log(line);
    if (line.trim() !== '' && lines.push(line.trim()) > keep) lines.shift();
  });
  return { lines, ended: new Promise((resolve) => reader.once('close', resolve)) };
}
