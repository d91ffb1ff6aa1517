import { workspace, type Uri } from 'vscode';
import { runTitle } from '../client/runTitle';
import { namedData } from '../protocol/networkFile/fileOptions';
import { problemLine } from '../protocol/networkFile/problemLine';
import type { TrainOptions } from '../protocol/run';
import { UserError } from '../protocol/userError';
import { fileNameOf, readDocument } from './networkFileDocument';
import type { Settings } from './settings';
import type { TrainPlan } from './trainPlan';

/** What a network file wants trained, on the engine of the settings unless it names one; a sentence where it can't be. */
export async function filePlan(uri: Uri, { engine }: Pick<Settings, 'engine'>): Promise<TrainPlan> {
  const document = await workspace.openTextDocument(uri);
  const { options, problems } = readDocument(document);
  const [problem] = problems;
  if (problem !== undefined) throw new UserError(problemLine(fileNameOf(uri), document.getText(), problem), 'usage');
  if (options === undefined) throw new UserError(`${fileNameOf(uri)} has no network in it.`, 'usage');
  if (!workspace.isTrusted) refusePaths(options, fileNameOf(uri));
  const chosen = options.engine === 'auto' ? { ...options, engine } : options;
  return { title: runTitle(options), options: chosen, file: uri.toString() };
}

/** In Restricted Mode a file may not choose what is read from the disk, as the workspace's settings may not. */
function refusePaths({ data, weights }: TrainOptions, file: string): void {
  const named = weights !== undefined ? 'training.weights' : namedData.includes(data) ? undefined : 'data.source';
  if (named !== undefined)
    throw new UserError(`${named} in ${file} names a path, which is not used in Restricted Mode: trust the workspace first.`); // prettier-ignore
}
