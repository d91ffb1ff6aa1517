import type { ImportedLayer } from './importedLayer';
import { isFolded } from './layerNames';
import { int } from './nodeCall';

/** What the file has otherwise than it is shown, in a sentence each. */
export function differences(layers: readonly ImportedLayer[]): readonly string[] {
  const folded = layers.filter(isFolded).length;
  const uneven = layers.filter(({ isUneven }) => isUneven === true).length;
  return [
    ...(folded === 0 ? [] : [`${folded} ${folded === 1 ? 'batch norm is' : 'batch norms are'} folded into the convolutions before: their parameters are not counted.`]), // prettier-ignore
    ...(uneven === 0 ? [] : [`${uneven} ${uneven === 1 ? 'layer pads' : 'layers pad'} one side more than the other: shown with equal padding; shapes, parameters and MACs are the same.`]), // prettier-ignore
    ...withoutScale(layers),
  ];
}

/** Batch norms of Keras may have no gamma or no beta; ours have both. */
function withoutScale(layers: readonly ImportedLayer[]): readonly string[] {
  const missing = layers.flatMap(({ made, call }) => {
    const tensors = made.kind === 'batchNorm2d' && call !== undefined ? int(call, 'missing', 0) : 0;
    return tensors > 0 && made.kind === 'batchNorm2d' ? [tensors * made.attributes.channels] : [];
  });
  if (missing.length === 0) return [];
  const parameters = missing.reduce((sum, count) => sum + count, 0).toLocaleString('en-GB');
  return [`${missing.length} ${missing.length === 1 ? 'batch norm has' : 'batch norms have'} no scale or no offset in the file: ${parameters} of the parameters counted here are not in it.`]; // prettier-ignore
}
