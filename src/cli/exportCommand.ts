import type { Command } from 'commander';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { openRun } from '../client/openRun';
import { runFiles } from '../client/runFiles';
import type { TrainerProcess } from '../client/trainerProcess';
import { networkOptionsOf } from '../protocol/networkOptions';
import type { OnnxRequest } from '../protocol/trainerContract';
import { UserError } from '../protocol/userError';
import { addNetworkFlags, type NetworkFlags } from './networkFlags';
import { openAs } from './networkOfWeights';
import { withTrainer } from './withTrainer';

interface ExportFlags extends NetworkFlags {
  readonly model?: string;
  readonly format: string;
  readonly out: string;
}

/** `resnet export RUN|WEIGHTS`: a trained network for other programs. */
export function addExport(program: Command): void {
  const command = program
    .command('export')
    .description('write a trained network for other programs')
    .argument('<run|weights>', 'a run’s folder, or a safetensors file')
    .requiredOption('--out <file>', 'the file to write')
    .option('--format <format>', 'onnx', 'onnx')
    .option('--model <name|file>', 'the network of a safetensors file (default: recognised by its tensors)');
  addNetworkFlags(command).action(async (from: string, flags: ExportFlags) => {
    if (flags.format !== 'onnx') throw new UserError(`There is no format "${flags.format}"; there is onnx.`, 'usage');
    const bytes = await withTrainer(async (trainer) =>
      trainer.channel.request('exportOnnx', await requestOf(trainer, from, flags)),
    );
    process.stdout.write(`${flags.out} (${(bytes / 1e6).toFixed(2)} MB)\n`);
  });
}

async function requestOf(trainer: TrainerProcess, from: string, flags: ExportFlags): Promise<OnnxRequest> {
  const target = { out: path.resolve(flags.out), version: __VERSION__ };
  const isFolder = await stat(from).then(
    (status) => status.isDirectory(),
    () => false,
  );
  if (isFolder) return { ...target, ...(await trainedIn(path.resolve(from))) };
  const { network } = await openAs(trainer, { ...flags, weights: from });
  const { options, classes, input } = network;
  return { ...target, weights: path.resolve(from), network: options, classes, input };
}

/** What a run's folder has. */
async function trainedIn(folder: string): Promise<Pick<OnnxRequest, 'weights' | 'network' | 'classes'>> {
  const { record } = await openRun(folder);
  const { options, start } = record;
  if (start === undefined) throw new UserError(`The run in ${folder} never began, so that it has no weights.`);
  return { weights: runFiles(folder).weights, network: networkOptionsOf(options), classes: start.classes.length };
}
