import { UserError } from '../../protocol/userError';
import { isAtLeast } from './isAtLeast';
import { type CommandOutcome, runCommand } from './runCommand';

const oldestPip = '20.3';

/** The C++ compiler's command: `CXX`, or the first of the usual names that runs. */
export async function findCompiler(signal: AbortSignal): Promise<string> {
  for (const file of [process.env['CXX'] ?? '', 'g++', 'c++', 'clang++']) {
    const outcome = file === '' ? undefined : await tryCommand(file, ['--version'], signal);
    if (outcome?.code === 0) return file;
  }
  throw new UserError(
    'The native engine needs a C++ compiler and none was found: install g++ (Debian, Ubuntu: apt install g++; Fedora: dnf install gcc-c++) and try again.',
  );
}

type PipFault = 'missing' | 'old' | 'no python';

const sentences: Readonly<Record<PipFault, string>> = {
  'no python':
    'Python 3 is needed to download TensorFlow and was not found: install python3 and python3-pip and try again.',
  missing: 'Python was found but its pip was not: install python3-pip and try again.',
  old: `The installed pip is too old to download TensorFlow: update it to ${oldestPip} or newer (python3 -m pip install --upgrade pip) and try again.`,
};

/** The Python command whose pip can fetch wheels of other platforms; `chosen` is the only candidate when given. */
export async function findPython(chosen: string | undefined, signal: AbortSignal): Promise<string> {
  const faults: PipFault[] = [];
  for (const file of chosen === undefined ? ['python3', 'python'] : [chosen]) {
    const fault = await pipFault(file, signal);
    if (fault === undefined) return file;
    faults.push(fault);
  }
  const fault = faults.find((found) => found !== 'no python') ?? 'no python';
  if (chosen !== undefined && fault === 'no python')
    throw new UserError(`The Python at ${chosen} could not be run: correct the path and try again.`);
  throw new UserError(sentences[fault]);
}

async function pipFault(python: string, signal: AbortSignal): Promise<PipFault | undefined> {
  const outcome = await tryCommand(python, ['-m', 'pip', '--version'], signal);
  if (outcome === undefined) return 'no python';
  if (outcome.code !== 0) return /No module named/.test(outcome.output) ? 'missing' : 'no python';
  const [, version = '0'] = /^pip (\d+\.\d+)/m.exec(outcome.output) ?? [];
  return isAtLeast(version, oldestPip) ? undefined : 'old';
}

/** What a command answered, or undefined when there is no such command or it may not be run. */
async function tryCommand(
  file: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<CommandOutcome | undefined> {
  try {
    return await runCommand({ file, args, signal });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Error && 'syscall' in error) return undefined;
    throw error;
  }
}
