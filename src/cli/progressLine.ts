/** One line of a terminal that is written over; on anything else nothing is written. */
export interface ProgressLine {
  show(text: string): void;
  /** Removes the line, so that ordinary text can be printed. */
  clear(): void;
}

/** A progress line on standard error, at most ten times a second. */
export function progressLine(stream: NodeJS.WriteStream = process.stderr): ProgressLine {
  let shown = 0;
  if (!stream.isTTY) return { show: () => undefined, clear: () => undefined };
  return {
    show: (text) => {
      const now = performance.now();
      if (now - shown < 100) return;
      shown = now;
      stream.write(`\r\u001b[K${text.slice(0, stream.columns - 1)}`);
    },
    clear: () => void stream.write('\r\u001b[K'),
  };
}

/** `[█████     ]` for a share from 0 to 1. */
export function bar(share: number, width = 24): string {
  const filled = Math.round(width * Math.min(1, Math.max(0, share)));
  return `[${'█'.repeat(filled)}${' '.repeat(width - filled)}]`;
}
