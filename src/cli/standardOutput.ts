/** Where what reads our output goes away (`resnet … | head`), the program ends quietly, a run like after a request to terminate. */
export function watchStandardOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    if (process.listenerCount('SIGTERM') > 0) process.emit('SIGTERM');
    else process.exit(0);
  });
}

/** Says something on standard error that is no failure. */
export function warn(sentence: string): void {
  process.stderr.write(`resnet: ${sentence}\n`);
}
