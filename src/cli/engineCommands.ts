import { Argument, type Command } from 'commander';
import type { TrainerProcess } from '../client/trainerProcess';
import type { DoctorReport, InstalledEngineInfo, Progress } from '../protocol/engine';
import { checkEngine } from '../protocol/checkTrainOptions';
import { UserError } from '../protocol/userError';
import { interruptible } from './interrupt';
import type { Outcome } from './program';
import { bar, progressLine } from './progressLine';
import { withTrainer } from './withTrainer';

interface JsonFlag {
  readonly json?: true;
}

interface InstallFlags extends JsonFlag {
  readonly python?: string;
}

/** `resnet doctor`: which engines work here, and why the others do not. */
export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('say which engines work on this machine, and why the others do not')
    .option('--json', 'print one JSON object')
    .action(async ({ json }: JsonFlag) => {
      const report = await withTrainer(({ channel }) => channel.request('doctor', null));
      print(json === true ? JSON.stringify(report) : doctorText(report));
    });
}

/** `resnet engine install|list|remove`. */
export function addEngineCommands(program: Command, outcome: Outcome): void {
  const engine = program.command('engine').description('install, list and remove native engines');
  engine
    .command('install')
    .description('fetch a native engine for this machine, or use the TensorFlow of a Python environment')
    .addArgument(new Argument('[engine]', 'tensorflow (0.27 GB) or tensorflow-gpu (3.4 GB)').default('tensorflow'))
    .option('--python <interpreter>', 'use the TensorFlow of its environment in place; nothing is downloaded')
    .option('--json', 'print one JSON object')
    .action(async (name: string, { json, python }: InstallFlags) => {
      const installed = await interruptible(outcome, (signal) =>
        python === undefined ? install(name, signal) : link(python, signal),
      );
      print(json === true ? JSON.stringify(installed) : `Installed ${engineText(installed)}`);
    });
  engine
    .command('list')
    .description('list the installed engines')
    .option('--json', 'print one JSON array')
    .action(async ({ json }: JsonFlag) => {
      const engines = await withTrainer(({ channel }) => channel.request('listEngines', null));
      print(json === true ? JSON.stringify(engines) : engines.map(engineText).join('\n') || 'No engine is installed.');
    });
  engine
    .command('remove')
    .description('remove an installed engine')
    .argument('<id>', 'as `resnet engine list` shows it')
    .action(async (id: string) => {
      await withTrainer(({ channel }) => channel.request('removeEngine', { id }));
      print(`Removed ${id}.`);
    });
}

/** `resnet data download`. */
export function addDataCommands(program: Command, outcome: Outcome): void {
  program
    .command('data')
    .description('data sets')
    .command('download')
    .description('download CIFAR-10 from its official page')
    .action(async () => {
      const folder = await interruptible(outcome, (signal) =>
        showingProgress((channel) => channel.request('downloadData', null, signal)),
      );
      print(`CIFAR-10 is in ${folder}.`);
    });
}

async function install(name: string, signal: AbortSignal): Promise<InstalledEngineInfo> {
  checkEngine(name);
  if (name === 'auto') throw new UserError('Name the engine to install: tensorflow or tensorflow-gpu.', 'usage');
  return showingProgress((channel) => channel.request('installEngine', { engine: name }, signal));
}

function link(python: string, signal: AbortSignal): Promise<InstalledEngineInfo> {
  return showingProgress((channel) => channel.request('linkEngine', { python }, signal));
}

/** Has a worker do a job and shows its progress on a terminal, and each new phase as a line elsewhere. */
function showingProgress<T>(run: (channel: TrainerProcess['channel']) => Promise<T>): Promise<T> {
  return withTrainer(async ({ channel }) => {
    const line = progressLine();
    let phase = '';
    channel.on('progress', (progress) => {
      if (progress.phase !== phase && !process.stderr.isTTY) process.stderr.write(`${progress.phase}\n`);
      phase = progress.phase;
      line.show(progressText(progress));
    });
    try {
      return await run(channel);
    } finally {
      line.clear();
    }
  });
}

function progressText({ phase, done, total, unit }: Progress): string {
  if (total === 0) return phase;
  const amount = unit === 'bytes' ? `${megabytes(done)} of ${megabytes(total)} MB` : `${done} of ${total}`;
  return `${phase} ${bar(done / total)} ${amount}`;
}

function engineText({ id, bytes, folder, from }: InstalledEngineInfo): string {
  if (from !== undefined) return `${id}, with the libraries in ${from}`;
  return `${id} (${megabytes(bytes)} MB) in ${folder}`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}

function doctorText({ engines, choice, node, platform, cacheFolder, data }: DoctorReport): string {
  return [
    `Training would use: ${choice}`,
    ...engines.map(({ engine, usable, detail }) => `${usable ? '✓' : '✗'} ${engine}: ${detail}`),
    ...data.map(({ name, detail }) => `data ${name}: ${detail}`),
    `Node ${node} on ${platform}; engines and data are kept in ${cacheFolder}`,
  ].join('\n');
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
