import { constants, copyFile } from 'node:fs/promises';
import type { Architecture } from '../model/layer';
import { bestEpoch } from '../protocol/bestEpoch';
import { writeNetworkNote } from '../protocol/recognition/networkNote';
import type { TrainOptions } from '../protocol/run';
import type { TrainInput } from '../protocol/trainerContract';
import { writeCheckpoint, type Progress } from './checkpoint';
import { writeSafetensors } from './safetensors';
import { fileFault } from '../formats/fileFault';
import type { TrainableNetwork } from './trainableNetwork';
import { writeMeanings } from './writeWhole';

/** Where a run's files go; what is left out is not kept. */
export type RunOutputs = Pick<TrainInput, 'weightsOut' | 'bestOut' | 'checkpointOut'>;

interface Saved {
  readonly network: Pick<TrainableNetwork, 'stateDict' | 'optimizerState'>;
  readonly architecture: Architecture;
  readonly options: TrainOptions;
  readonly classes: readonly string[];
}

/** Writes a run's files as they stand. The checkpoint comes last: what it goes on from has its best weights beside it. */
export async function saveRun(
  { weightsOut, bestOut, checkpointOut }: RunOutputs,
  progress: Progress,
  { network, architecture, options, classes }: Saved,
): Promise<void> {
  const best = endsBest(progress) ? bestOut : undefined;
  const weightFiles = [best, weightsOut].filter((file) => file !== undefined);
  if (weightFiles.length === 0 && checkpointOut === undefined) return;
  const state = await network.stateDict();
  const note = writeNetworkNote(architecture.name, options, classes);
  for (const file of weightFiles) await writeSafetensors(file, state, note);
  if (checkpointOut !== undefined)
    await writeCheckpoint(checkpointOut, { progress, state, optimizer: await network.optimizerState() }, options);
}

/** Takes the best weights over from the run that this one goes on from, where it has kept some. */
export async function keepEarlierBest(from: string | undefined, bestOut: string | undefined): Promise<void> {
  if (from === undefined || bestOut === undefined) return;
  await copyFile(from, bestOut, constants.COPYFILE_FICLONE).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw fileFault(`The best weights so far can't be copied to ${bestOut}`, error, writeMeanings);
  });
}

/** Whether the weights are those of the best epoch so far. */
function endsBest({ epochs, batches }: Progress): boolean {
  const newest = epochs.at(-1);
  return newest !== undefined && batches === 0 && bestEpoch(epochs) === newest;
}
