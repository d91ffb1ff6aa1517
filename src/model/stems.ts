import type { ActivationOrder } from './branches';
import type { LayerChain } from './layerChain';
import { numbered } from './sequential';

/**
 * What comes before the first block. `imagenet`: 7×7 convolution of stride 2 and max-pool; `cifar`: 3×3 convolution; `deep`: three
 * 3×3 convolutions, the first of stride 2, and max-pool (He et al. 2019, "Bag of Tricks", Fig. 2b), with timm's module paths.
 */
export type StemKind = (typeof stemKinds)[number];

export const stemKinds = ['cifar', 'imagenet', 'deep'] as const;

/** The numbers that make a stem. */
export interface StemPlan {
  readonly stem: StemKind;
  /** Channels of each stage before the bottleneck's expansion; the first is the stem's too, unless that is given. */
  readonly widths: readonly number[];
  readonly stemWidth?: number;
  /** Channels of a deep stem's first two convolutions; left out: half of the stem's. */
  readonly stemInner?: readonly [first: number, second: number];
  readonly bias: boolean;
  readonly order?: ActivationOrder;
}

/** Appends a stem; the cursor ends before the first block. */
export function appendStem(chain: LayerChain, plan: StemPlan): void {
  stems[plan.stem](chain, plan);
}

const stems: Record<StemKind, (chain: LayerChain, plan: StemPlan) => void> = {
  imagenet: (chain, { widths, stemWidth = widths[0] ?? 64 }) => {
    chain.conv('conv1', { out: stemWidth, kernel: 7, stride: 2 });
    activateAndPool(chain);
  },
  cifar: (chain, { widths, stemWidth = widths[0] ?? 16, bias, order }) => {
    chain.conv('conv1', { out: stemWidth, kernel: 3, bias });
    if (order === 'full-preact') return; // the first block activates, for both of its paths
    chain.bn('bn1').relu('relu');
  },
  deep: (chain, { widths, stemWidth = widths[0] ?? 64, stemInner = halves(stemWidth), bias }) => {
    const next = numbered('conv1');
    for (const [index, out] of stemInner.entries())
      chain.conv(next(), { out, kernel: 3, stride: index === 0 ? 2 : 1, bias }).bn(next()).relu(next()); // prettier-ignore
    chain.conv(next(), { out: stemWidth, kernel: 3, bias });
    activateAndPool(chain);
  },
};

function halves(width: number): readonly [number, number] {
  const half = Math.floor(width / 2);
  return [half, half];
}

function activateAndPool(chain: LayerChain): void {
  chain.bn('bn1').relu('relu');
  chain.append('maxpool', 'maxPool2d', { attributes: { kernel: 3, stride: 2, padding: 1 } });
}
