import { analyze } from '../model/analyze';
import { isKind, type Architecture } from '../model/layer';
import { UserError } from '../protocol/userError';

/**
 * Refuses a run whose last batch is a single image where batch normalisation sees 1×1 maps: one value has no variance,
 * and PyTorch refuses it as well, but only at the end of the first epoch.
 */
export function checkLastBatch(architecture: Architecture, images: number, batchSize: number): void {
  if (images % batchSize !== 1 && batchSize !== 1) return;
  const single = analyze(architecture).layers.find(
    ({ layer, output }) => isKind(layer, 'batchNorm2d') && output[1] === 1 && output[2] === 1,
  );
  if (single === undefined) return;
  throw new UserError(
    `With ${images} training images and a batch size of ${batchSize} there is a last batch of one image, but "${single.layer.name}" normalises 1×1 maps over the batch and needs at least two; choose another batch size or limit.`,
    'usage',
  );
}
