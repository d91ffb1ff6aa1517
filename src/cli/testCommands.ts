import type { Command } from 'commander';
import path from 'node:path';
import type { TrainerProcess } from '../client/trainerProcess';
import { checkEngine, checkNumber } from '../protocol/checkTrainOptions';
import type { Evaluation, Predictions, TestOptions } from '../protocol/trainerContract';
import { interruptible } from './interrupt';
import type { Outcome } from './program';
import { readNames, readNumber } from './readOptions';
import { networkOfWeights } from './networkOfWeights';
import type { NetworkFlags } from './networkFlags';
import { addTaskFlags, classesOf } from './trainOptions';
import { withTrainer } from './withTrainer';

interface TestFlags extends NetworkFlags {
  readonly model?: string;
  readonly weights: string;
  readonly data: string;
  readonly classes?: readonly string[];
  readonly engine: string;
  readonly limit?: number;
  readonly batchSize: number;
  readonly json?: true;
}

/** `resnet predict`: logits of the test images. */
export function addPredict(program: Command, outcome: Outcome): void {
  addTestCommand(
    program.command('predict').description('print the logits of the test images in their stored order'),
    outcome,
    {
      ask: ({ channel }, options, signal) => channel.request('predict', options, signal),
      text: predictionsText,
    },
  );
}

/** `resnet evaluate`: loss and accuracies on the test images. */
export function addEvaluate(program: Command, outcome: Outcome): void {
  addTestCommand(
    program.command('evaluate').description('print loss, accuracy and each class’s accuracy on the test images'),
    outcome,
    {
      ask: ({ channel }, options, signal) => channel.request('evaluate', options, signal),
      text: evaluationText,
    },
  );
}

interface TestCommand<Answer> {
  readonly ask: (trainer: TrainerProcess, options: TestOptions, signal: AbortSignal) => Promise<Answer>;
  readonly text: (answer: Answer) => string;
}

function addTestCommand<Answer>(command: Command, outcome: Outcome, { ask, text }: TestCommand<Answer>): void {
  addTaskFlags(
    command
      .requiredOption('--weights <file>', 'a safetensors file')
      .option('--model <name|file>', 'the network (default: recognised by the file’s tensors)'),
  )
    .option(
      '--classes <names>',
      'as in training (default: what the file names, airplane,bird for others of two classes, else all)',
      readNames,
    )
    .option('--limit <N>', 'only the first N test images', readNumber)
    .option('--batch-size <N>', 'images at a time', readNumber, 64)
    .option('--json', 'print one JSON object')
    .action(async (flags: TestFlags) => {
      const answer = await interruptible(outcome, (signal) =>
        withTrainer(async (trainer) => ask(trainer, await testOptions(trainer, flags), signal)),
      );
      process.stdout.write(`${flags.json === true ? JSON.stringify(answer) : text(answer)}\n`);
    });
}

async function testOptions(trainer: TrainerProcess, flags: TestFlags): Promise<TestOptions> {
  checkNumber('limitTest', flags.limit);
  checkNumber('batchSize', flags.batchSize);
  checkEngine(flags.engine);
  return {
    ...(await networkOfWeights(trainer, flags)),
    weights: path.resolve(flags.weights),
    data: flags.data,
    classes: classesOf(flags.classes ?? ['all']),
    limit: flags.limit,
    batchSize: flags.batchSize,
    engine: flags.engine,
  };
}

function predictionsText({ logits, labels }: Predictions): string {
  return logits
    .map((row, index) => `${labels[index] ?? ''}\t${row.map((value) => value.toFixed(5)).join('\t')}`)
    .join('\n');
}

function evaluationText({ loss, accuracy, perClass }: Evaluation): string {
  const rows = perClass.map((row) =>
    row.accuracy === null
      ? `${row.class}: no images`
      : `${row.class}: ${row.accuracy.toFixed(4)} of ${row.images} images`,
  );
  return [`loss ${loss.toFixed(4)} · accuracy ${accuracy.toFixed(4)}`, ...rows].join('\n');
}
