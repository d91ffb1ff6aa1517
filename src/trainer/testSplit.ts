import type { ImageSource } from '../protocol/trainerContract';
import { chosenData } from './chosenData';
import { openDataset } from './data/openDataset';
import type { Dataset } from './data/dataset';
import type { TrainerFolders } from './folders';

/** The data's classes and test images: all of them, or so many. */
export async function testSplit(
  { data, classes, limit }: ImageSource & { readonly limit?: number | undefined },
  { home, embedded }: TrainerFolders,
): Promise<Dataset> {
  return openDataset({ data: chosenData(data, home), classes, limitTrain: 1, limitTest: limit, home, embedded });
}
