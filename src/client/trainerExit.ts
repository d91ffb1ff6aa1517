/** How a process ended, as Node reports it. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Why the worker is gone, in a sentence; `lastLines` are the last of its standard error. */
export function exitSentence({ code, signal }: Exit, lastLines: readonly string[]): string {
  const said = lastLines.length === 0 ? '.' : `; its last words: ${lastLines.join(' · ')}`;
  if (signal === 'SIGKILL')
    return 'The trainer was killed (SIGKILL); if nobody did that, the machine ran out of memory: try a smaller batch.';
  if (signal !== null) return `The trainer was ended by ${signal}${said}`;
  return `The trainer ended with exit code ${code ?? 'unknown'}${said}`;
}

/** Why the worker could not be started at all, in a sentence. */
export function spawnSentence(program: string, error: Error & { readonly code?: string }): string {
  const why = spawnFaults[error.code ?? ''] ?? `it can't be started (${error.message})`;
  return `Node.js at ${program}: ${why}; set resnet.nodePath to a Node.js of version 20 or newer, or leave it empty.`;
}

const spawnFaults: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such program',
  EACCES: 'this file is not a program that you may run',
};
