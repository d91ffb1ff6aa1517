import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { UserError } from '../../../protocol/userError';
import { runCommand } from '../../install/runCommand';

/** One NVIDIA card, as the driver numbers it. */
export interface NvidiaGpu {
  readonly index: number;
  readonly name: string;
  readonly memoryBytes: number;
  /** E.g. "9.0". */
  readonly computeCapability: string;
}

/** The NVIDIA driver of a machine and its cards; no cards where only the driver's version is known. */
export interface NvidiaMachine {
  readonly driver: string;
  readonly gpus: readonly NvidiaGpu[];
}

const fields = ['index', 'name', 'driver_version', 'memory.total', 'compute_cap'];

/** Where `nvidia-smi` is besides the path: WSL keeps it apart. */
const commands = ['nvidia-smi', '/usr/lib/wsl/lib/nvidia-smi'];

const driverFile = '/proc/driver/nvidia/version';

/** The NVIDIA driver by its own tool, or else by its file; undefined where there is none. */
export async function askNvidia(signal: AbortSignal = AbortSignal.timeout(20_000)): Promise<NvidiaMachine | undefined> {
  for (const file of commands) {
    const output = await answerOf(file, signal);
    const machine = output === undefined ? undefined : parseNvidiaSmi(output);
    if (machine !== undefined) return machine;
  }
  if (!existsSync(driverFile)) return undefined;
  const driver = parseDriverFile(await readFile(driverFile, 'utf8'));
  return driver === undefined ? undefined : { driver, gpus: [] };
}

async function answerOf(file: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const args = [`--query-gpu=${fields.join(',')}`, '--format=csv,noheader,nounits'];
    const { code, output } = await runCommand({ file, args, signal });
    return code === 0 ? output : undefined;
  } catch (error) {
    if (signal.aborted)
      throw new UserError('The NVIDIA driver did not answer: restart the machine or mend its driver.');
    if (error instanceof Error && 'syscall' in error) return undefined; // there is no such command
    throw error;
  }
}

/** Reads the lines of `nvidia-smi`, one a card; undefined where there is none among them. */
export function parseNvidiaSmi(output: string): NvidiaMachine | undefined {
  const rows = output.split('\n').flatMap((line) => {
    const [index = '', name = '', driver = '', memory = '', computeCapability = ''] = line.split(',').map((part) => part.trim()); // prettier-ignore
    if (!/^\d+$/.test(index) || !/^\d+(\.\d+)+$/.test(driver)) return [];
    return [{ driver, gpu: { index: Number(index), name, memoryBytes: Number(memory) * 2 ** 20, computeCapability } }];
  });
  const [first] = rows;
  return first === undefined ? undefined : { driver: first.driver, gpus: rows.map(({ gpu }) => gpu) };
}

/** "NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.104.05 …" */
export function parseDriverFile(text: string): string | undefined {
  return /^NVRM version:.*?\s(\d+\.\d+(?:\.\d+)?)\s/m.exec(text)?.[1];
}
