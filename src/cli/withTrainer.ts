import path from 'node:path';
import { startTrainer, type TrainerProcess } from '../client/trainerProcess';

/** Starts the worker beside this program, uses it, and ends it, however the use ends. */
export async function withTrainer<T>(
  use: (trainer: TrainerProcess) => Promise<T>,
  env: NodeJS.ProcessEnv = {},
): Promise<T> {
  const verbose = process.env['RESNET_LOG'] === '1';
  const log = (line: string): void => {
    if (verbose) process.stderr.write(`${line}\n`);
  };
  const trainer = startTrainer({ script: path.join(__dirname, 'trainer.cjs'), env, log });
  trainer.channel.on('log', log);
  try {
    return await use(trainer);
  } finally {
    await trainer.dispose();
  }
}
