import type { ExportRequest } from '../protocol/exportFormat';
import { networkOptionsOf } from '../protocol/networkOptions';
import { UserError } from '../protocol/userError';
import { openRun } from './openRun';
import { runFiles } from './runFiles';

/** Trained weights and what is known of their network. */
export type Trained = Omit<ExportRequest, 'format' | 'out'>;

/** What a run's folder has. */
export async function trainedIn(folder: string): Promise<Trained> {
  const { options, start } = (await openRun(folder)).record;
  if (start === undefined) throw new UserError(`The run in ${folder} never began, so that it has no weights.`);
  const { classes: classNames } = start;
  const weights = runFiles(folder).weights;
  return { weights, network: networkOptionsOf(options), classes: classNames.length, classNames };
}
