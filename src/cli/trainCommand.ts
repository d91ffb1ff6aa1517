import type { Command } from 'commander';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { RunHistory } from '../client/runHistory';
import { runSession } from '../client/runSession';
import { createRun } from '../client/runStore';
import { freshRunFolder, runId } from '../client/runFiles';
import { runTitle } from '../client/runTitle';
import type { RunResult } from '../protocol/run';
import { UserError } from '../protocol/userError';
import { watchInterrupt } from './interrupt';
import type { Outcome } from './program';
import { addTrainFlags, trainOptionsOf, type TrainFlags } from './trainOptions';
import { jsonReport, textReport, type TrainReport } from './trainReport';
import { withTrainer } from './withTrainer';

/** `resnet train`: the same run as in VS Code, without a window. */
export function addTrain(program: Command, outcome: Outcome): void {
  addTrainFlags(program.command('train').description('train a network')).action(async (flags: TrainFlags) => {
    const report = flags.json === true ? jsonReport() : textReport();
    try {
      outcome.code = await trainOnce(flags, report);
    } catch (error) {
      report.failed(error instanceof UserError ? error.message : `Unexpected: ${String(error)}`);
      throw error;
    }
  });
}

async function trainOnce(flags: TrainFlags, report: TrainReport): Promise<number> {
  const options = trainOptionsOf(flags);
  const id = runId(options.model, new Date());
  const folder = flags.out === undefined ? await freshRunFolder(path.resolve('runs'), id) : path.resolve(flags.out);
  const title = runTitle(options);
  return withTrainer(async (trainer) => {
    await trainer.channel.ready;
    const store = await createRun(folder, { id, title, options });
    const interrupt = watchInterrupt(() => trainer.kill());
    try {
      const history = new RunHistory({ id, title });
      const result = await runSession({
        trainer,
        options,
        store,
        history,
        signal: interrupt.signal,
        onEvent: (event) => report.event(event),
      });
      const { weights } = store.files;
      report.done(result, { folder, weights: existsSync(weights) ? weights : undefined });
      return exitCode(result, interrupt.code());
    } finally {
      interrupt.dispose();
    }
  });
}

/** Interrupted runs end with the signal's code even where the last batch was done. */
function exitCode({ stopped }: RunResult, interrupted: number): number {
  if (interrupted !== 0) return interrupted;
  return stopped ? 1 : 0;
}
