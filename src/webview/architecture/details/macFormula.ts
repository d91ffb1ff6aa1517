import type { LayerFacts } from '../../../model/analyze';
import { isKind, type Layer, type Shape } from '../../../model/layer';
import { exact } from '../../../protocol/format';

/** `64·8·8 outputs × 64·3·3 products = 2,359,296`: how multiply-accumulates are counted; nothing for what has none. */
export function macFormula(layers: readonly LayerFacts[]): string | undefined {
  const counting = layers.filter(({ macs }) => macs > 0);
  const [only] = counting;
  if (only === undefined) return undefined;
  const sum = exact(counting.reduce((total, { macs }) => total + macs, 0));
  if (counting.length > 1) return `Sum over ${counting.length} convolutions and linear layers = ${sum}`;
  return `${productOf(only.layer, only.output)} = ${sum}`;
}

function productOf(layer: Layer, output: Shape): string {
  if (isKind(layer, 'linear')) return `${layer.attributes.inFeatures} inputs × ${layer.attributes.outFeatures} outputs`;
  if (!isKind(layer, 'conv2d')) return '';
  const { inChannels, groups, kernel } = layer.attributes;
  return `${output.join('·')} outputs × ${inChannels / groups}·${kernel}·${kernel} products`;
}
