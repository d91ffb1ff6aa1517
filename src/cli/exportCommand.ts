import type { Command } from 'commander';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { trainedIn, type Trained } from '../client/trainedIn';
import type { TrainerProcess } from '../client/trainerProcess';
import { exportFormats, formatFacts, formatOfName, type ExportFormat } from '../protocol/exportFormat';
import { short } from '../protocol/format';
import { nameProblem } from '../protocol/nearest';
import { UserError } from '../protocol/userError';
import { interruptible } from './interrupt';
import { addNetworkFlags, type NetworkFlags } from './networkFlags';
import { openAs } from './networkOfWeights';
import type { Outcome } from './program';
import { withTrainer } from './withTrainer';
import { warn } from './standardOutput';

interface ExportFlags extends NetworkFlags {
  readonly model?: string;
  readonly format?: string;
  readonly out: string;
}

/** `resnet export RUN|WEIGHTS`: a trained network for other programs. */
export function addExport(program: Command, outcome: Outcome): void {
  const command = program
    .command('export')
    .description('write a trained network for other programs')
    .argument('<run|weights>', 'a run’s folder, or a safetensors file')
    .requiredOption('--out <file|folder>', 'what to write')
    .option('--format <format>', `${exportFormats.join(', ')} (default: by the file’s name)`)
    .option('--model <name|file>', 'the network of a safetensors file (default: recognised by its tensors)');
  addNetworkFlags(command).action(async (from: string, flags: ExportFlags) => {
    const format = formatOf(flags);
    const { bytes, notes } = await interruptible(outcome, (signal) =>
      withTrainer(async (trainer) => {
        const source = await sourceOf(trainer, from, flags);
        const request = { ...source, format, out: path.resolve(flags.out) };
        return trainer.channel.request('exportNetwork', request, signal);
      }),
    );
    notes.forEach(warn);
    process.stdout.write(`${flags.out} (${short(bytes)}B)\n`);
  });
}

function formatOf({ format, out }: ExportFlags): ExportFormat {
  const found = format === undefined ? formatOfName(out) : exportFormats.find((each) => each === format);
  if (found !== undefined) return found;
  const problem = format === undefined ? undefined : nameProblem('format', format, exportFormats);
  if (problem !== undefined) throw new UserError(problem, 'usage');
  const endings = exportFormats.flatMap((each) => formatFacts[each].extension ?? []);
  const words = `end it in ${endings.join(', ')}, or give --format ${exportFormats.join(', ')}`;
  throw new UserError(`"${out}" tells no format: ${words}.`, 'usage');
}

async function sourceOf(trainer: TrainerProcess, from: string, flags: ExportFlags): Promise<Trained> {
  const isFolder = await stat(from).then(
    (status) => status.isDirectory(),
    () => false,
  );
  if (isFolder) return trainedIn(path.resolve(from));
  const { network, classNames } = await openAs(trainer, { ...flags, weights: from });
  const { options, classes, input } = network;
  return { weights: path.resolve(from), network: options, classes, classNames, input };
}
