import type { Command } from 'commander';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { openEarlierRun, type EarlierRun } from '../client/earlierRun';
import { RunHistory } from '../client/runHistory';
import { runSession, type KeptBeside } from '../client/runSession';
import { createRun } from '../client/runStore';
import { freshRunFolder, runId } from '../client/runFiles';
import { runTitle } from '../client/runTitle';
import { gpuEnvironment } from '../client/trainerEnvironment';
import type { RunResult, TrainOptions } from '../protocol/run';
import { UserError } from '../protocol/userError';
import { watchInterrupt } from './interrupt';
import type { Outcome } from './program';
import { openNetworkFile } from './networkFile';
import { optionsOfWeights } from './optionsOfWeights';
import { addTrainFlags, changedOptions, resumedOptions, trainOptionsOf, type TrainFlags } from './trainOptions';
import { jsonReport, textReport, type TrainReport } from './trainReport';
import { withTrainer } from './withTrainer';

/** `resnet train`: the same run as in VS Code, without a window. */
export function addTrain(program: Command, outcome: Outcome): void {
  const train = program
    .command('train')
    .description('train a network')
    .argument('[file]', 'a network file, *.resnet.json; flags change what it says');
  addTrainFlags(train).action(async (file: string | undefined, flags: TrainFlags, command: Command) => {
    const report = flags.json === true ? jsonReport() : textReport();
    try {
      outcome.code = await trainOnce(await planOf(file, flags, command), flags, report);
    } catch (error) {
      report.failed(error instanceof UserError ? error.message : `Unexpected: ${String(error)}`);
      throw error;
    }
  });
}

/** What to train: what the flags or a file say, or a run's own options and the run to go on from. */
interface Plan {
  readonly options: TrainOptions;
  readonly earlier: EarlierRun | undefined;
}

async function planOf(file: string | undefined, flags: TrainFlags, command: Command): Promise<Plan> {
  const given = Object.keys(command.opts()).filter((name) => command.getOptionValueSource(name) === 'cli');
  if (flags.resume === undefined) {
    if (file === undefined) return { options: await startOptions(flags, given), earlier: undefined };
    const { options } = await openNetworkFile(file, 'train');
    return { options: changedOptions(options, flags, given), earlier: undefined };
  }
  if (file !== undefined)
    throw new UserError(
      `A resumed run keeps its own options: leave out ${file}, or train anew without --resume.`,
      'usage',
    );
  const earlier = await openEarlierRun(path.resolve(flags.resume));
  return { options: resumedOptions(earlier.about.options, flags, given), earlier };
}

/** What the flags say; of weights without a named network, theirs. */
async function startOptions(flags: TrainFlags, given: readonly string[]): Promise<TrainOptions> {
  const options = trainOptionsOf(flags);
  if (flags.weights === undefined || given.includes('model')) return options;
  return withTrainer((trainer) => optionsOfWeights(trainer, { options, flags, given }));
}

async function trainOnce({ options, earlier }: Plan, flags: TrainFlags, report: TrainReport): Promise<number> {
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
        earlier,
        keeps: keptBeside(flags),
        signal: interrupt.signal,
        onEvent: (event) => report.event(event),
      });
      const { weights } = store.files;
      report.done(result, { folder, weights: existsSync(weights) ? weights : undefined });
      return exitCode(result, interrupt.code());
    } finally {
      interrupt.dispose();
    }
  }, gpuEnvironment(flags));
}

function keptBeside({ checkpoint, bestCheckpoint, tensorboard }: TrainFlags): KeptBeside {
  return { checkpoint, best: bestCheckpoint, tensorboard };
}

/** Interrupted runs end with the signal's code even where the last batch was done. */
function exitCode({ stopped }: RunResult, interrupted: number): number {
  if (interrupted !== 0) return interrupted;
  return stopped ? 1 : 0;
}
