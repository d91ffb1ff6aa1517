import type { ImageSource } from '../../protocol/trainerContract';
import { chosenData } from '../chosenData';
import { openDataset } from '../data/openDataset';
import type { Dataset } from '../data/dataset';
import type { TrainerFolders } from '../folders';

/** The data's classes and test images. */
export async function testSplit({ data, classes }: ImageSource, folders: TrainerFolders): Promise<Dataset> {
  const { home, embedded } = folders;
  return openDataset({ data: chosenData(data, home), classes, limitTrain: 1, home, embedded });
}
