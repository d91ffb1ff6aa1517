import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { codeOf, diskFault } from './diskFault';
import { runFiles } from './runFiles';
import { writeAtomically } from './writeAtomically';

/** What a user has written on a run; a file of its own, since `run.json` is its writer's while the run goes on. */
export interface RunLabels {
  /** Left out: the run is called by its title. */
  readonly name?: string | undefined;
  /** Each one word. */
  readonly tags: readonly string[];
}

const labels: z.ZodType<RunLabels> = z.object({
  name: z.string().min(1).optional(),
  tags: z.array(z.string().regex(/^\S+$/)).default([]),
});

const none: RunLabels = { tags: [] };

/** Reads a run's labels; of a damaged file none, with a sentence to `log`. */
export async function readLabels(folder: string, log: (line: string) => void): Promise<RunLabels> {
  const file = runFiles(folder).labels;
  try {
    return labels.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') log(`The name and tags in ${file} are damaged and were left out.`);
    return none;
  }
}

/** Writes a run's labels over those that it has. */
export async function writeLabels(folder: string, { name, tags }: RunLabels): Promise<void> {
  try {
    await writeAtomically(runFiles(folder).labels, `${JSON.stringify({ name, tags }, null, 2)}\n`);
  } catch (error) {
    throw diskFault(folder, error);
  }
}
