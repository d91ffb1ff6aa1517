import type { TrainOptions } from '../run';
import { fileOptions } from './fileOptions';
import { networkFileSchema } from './networkFileSchema';

/** The options of the worked example: those of a network file that says nothing but its network. */
export function workedExample(): TrainOptions {
  const file = networkFileSchema.parse({ network: { preset: 'resnet34' } });
  return fileOptions(file, { name: 'resnet34', resolve: (path) => path });
}
