import type { Command } from 'commander';
import path from 'node:path';
import { interruptible } from './interrupt';
import { inspectJson, inspectTable } from './inspectTable';
import { addNetworkFlags, type NetworkFlags } from './networkFlags';
import { openAs } from './networkOfWeights';
import type { Outcome } from './program';
import { progressLine } from './progressLine';
import { withTrainer } from './withTrainer';

interface InspectFlags extends NetworkFlags {
  readonly model?: string;
  readonly json?: true;
}

/** `resnet inspect FILE`: whose weights a file has, and what they are like. */
export function addInspect(program: Command, outcome: Outcome): void {
  const command = program
    .command('inspect')
    .description('print which network’s weights a safetensors file has, and their statistics')
    .argument('<file>', 'a safetensors file with torchvision’s or timm’s names')
    .option('--model <name|file>', 'the network (default: recognised by the file’s tensors)');
  addNetworkFlags(command)
    .option('--json', 'print one JSON object')
    .action(async (weights: string, flags: InspectFlags) => {
      const text = await interruptible(outcome, (signal) => inspected(weights, flags, signal));
      process.stdout.write(`${text}\n`);
    });
}

async function inspected(weights: string, flags: InspectFlags, signal: AbortSignal): Promise<string> {
  return withTrainer(async (trainer) => {
    const opened = await openAs(trainer, { ...flags, weights });
    const line = progressLine();
    const { channel } = trainer;
    channel.on('progress', ({ done, total }) =>
      line.show(`Reading the weights: ${Math.floor((100 * done) / total)} %`),
    );
    const tensors = await channel.request('weightStatistics', { file: path.resolve(weights) }, signal);
    line.clear();
    return (flags.json === true ? inspectJson : inspectTable)(path.basename(weights), opened, tensors);
  });
}
