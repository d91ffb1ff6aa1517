import { Command, CommanderError } from 'commander';
import { UserError } from '../protocol/userError';
import { addCompare } from './compareCommand';
import { addDescribe } from './describeCommand';
import { addDataCommands, addDoctor, addEngineCommands } from './engineCommands';
import { addExport } from './exportCommand';
import { addInspect } from './inspectCommand';
import { addRuns } from './runsCommand';
import { addReport } from './reportCommand';
import { addEvaluate, addPredict } from './testCommands';
import { addTrain } from './trainCommand';
import { warn } from './standardOutput';

/** What a command leaves behind: the exit code, 0 unless it says otherwise. */
export interface Outcome {
  code: number;
}

/** Runs the command line and gives the exit code: 0 on success, 2 for unusable arguments, 130 after Ctrl-C, 1 otherwise. */
export async function runProgram(argv: readonly string[]): Promise<number> {
  const outcome: Outcome = { code: 0 };
  try {
    await program(outcome).parseAsync([...argv]);
    return outcome.code;
  } catch (error) {
    const code = report(error);
    return outcome.code === 0 ? code : outcome.code;
  }
}

function program(outcome: Outcome): Command {
  const command = new Command('resnet').description('See and train residual networks.').version(__VERSION__);
  command.exitOverride().configureOutput({ outputError: () => undefined });
  for (const add of [
    addDescribe,
    addInspect,
    addTrain,
    addRuns,
    addCompare,
    addPredict,
    addEvaluate,
    addExport,
    addReport,
    addDoctor,
    addEngineCommands,
    addDataCommands,
  ])
    add(command, outcome);
  for (const each of command.commands) inheritExit(each);
  return command;
}

function inheritExit(command: Command): void {
  command.exitOverride().configureOutput({ outputError: () => undefined });
  for (const each of command.commands) inheritExit(each);
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return reportParsing(error);
  if (error instanceof UserError) return say(error.message, error.reason === 'usage' ? 2 : 1);
  return say(`Unexpected: ${error instanceof Error ? error.message : String(error)}`, 1);
}

/** Help and version are successes to Commander, everything else unusable arguments. */
function reportParsing(error: CommanderError): number {
  if (error.exitCode === 0) return 0;
  if (error.code === 'commander.help') return 2;
  return say(error.message.replace(/^error: /, '').replace(/\n\(/, ' ('), 2);
}

function say(sentence: string, code: number): number {
  warn(sentence);
  return code;
}
