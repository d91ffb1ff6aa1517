import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Architecture } from '../model/layer';
import { filePlace } from '../client/filePlace';
import { problemLine } from '../protocol/networkFile/problemLine';
import { readNetworkFile } from '../protocol/networkFile/readNetworkFile';
import { networkOptionsOf, type NetworkOptions } from '../protocol/networkOptions';
import type { TrainOptions } from '../protocol/run';
import { given } from '../protocol/spelledNetwork';
import { UserError } from '../protocol/userError';

/** What a network file says. */
export interface OpenedNetworkFile {
  readonly options: TrainOptions;
  readonly architecture: Architecture;
}

/** Whether a word names a file rather than a network. */
export function isNetworkFile(word: string): boolean {
  return word.endsWith('.json');
}

/** The network that a command's `--model` or argument names, a preset or a file, with what its flags change. */
export async function namedNetwork(word: string, flags: Omit<NetworkOptions, 'model'>): Promise<NetworkOptions> {
  if (!isNetworkFile(word)) return networkOptionsOf({ ...flags, model: word });
  const { options } = await openNetworkFile(word, 'look');
  const { model, network } = options;
  return networkOptionsOf({ ...given(options), ...given(flags), model, network });
}

/** Reads a network file, or rejects with a usage error that names the line and what is wrong there. */
export async function openNetworkFile(file: string, purpose: 'look' | 'train'): Promise<OpenedNetworkFile> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UserError(`${file} can't be read: ${error instanceof Error ? error.message : String(error)}.`, 'usage');
  });
  const { options, architecture, problems } = readNetworkFile(text, filePlace(path.resolve(file)));
  const problem = problems.find(({ onlyTraining = false }) => !onlyTraining || purpose === 'train');
  if (problem !== undefined) throw new UserError(problemLine(file, text, problem), 'usage');
  if (options !== undefined && architecture !== undefined) return { options, architecture };
  throw new UserError(`${file} has no network in it.`, 'usage');
}
