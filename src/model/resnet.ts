import { appendBranch, leadingActivation, type ActivationOrder } from './branches';
import type { Architecture, Shape } from './layer';
import { LayerChain } from './layerChain';
import { joinPaths, type Matching, type ShortcutOption, type ShortcutPlan } from './shortcuts';
import { appendStem, type StemPlan } from './stems';

export type { ShortcutOption } from './shortcuts';

/** The few numbers that make a residual network. */
export interface ResNetPlan extends StemPlan {
  readonly name: string;
  readonly input: Shape;
  readonly classes: number;
  readonly block: 'basic' | 'bottleneck';
  /** Blocks of each stage. */
  readonly depths: readonly number[];
  readonly shortcut: ShortcutOption;
  /** How shortcuts match dimensions whose option does not say it; left out: `B`. */
  readonly matching?: Matching;
  /** Left out: as in He et al. 2015. */
  readonly order?: ActivationOrder;
  /** Gives every 3×3 convolution a bias, which batch normalisation makes redundant. */
  readonly bias: boolean;
  /** Which of a bottleneck's convolutions has the stride; left out: the 3×3, as torchvision has it. */
  readonly strided?: 'conv1' | 'conv2';
  /** Of a bottleneck's 3×3 convolution (Xie et al. 2017), whose width is then `width · baseWidth / 64 · groups`; left out: 1 and 64. */
  readonly groups?: number;
  readonly baseWidth?: number;
  /** What the bias of a gated shortcut's gate starts from (He et al. 2016, §3.1); left out: −6. */
  readonly gateBias?: number;
  /** Squeeze-and-excitation: by how much the channels are squeezed (Hu et al. 2018); left out: there is none. */
  readonly squeeze?: number;
  /** Stochastic depth: the last block's probability to stay, to which the others fall from 1 linearly (Huang et al. 2016, §3); left out: 1. */
  readonly survival?: number;
}

/** Channels of a bottleneck's output over those of its 3×3 convolution (He et al. 2015, Fig. 5). */
export const bottleneckExpansion = 4;

/** Builds a residual or plain network with torchvision's module paths. */
export function resnet(plan: ResNetPlan): Architecture {
  const chain = new LayerChain('', plan.input[0]);
  chain.append('input', 'input', { attributes: { shape: plan.input } });
  appendStem(chain, plan);
  for (const block of blocksOf(plan)) appendBlock(chain, block);
  head(chain, plan);
  return { name: plan.name, input: plan.input, classes: plan.classes, layers: chain.layers };
}

/** The blocks in their order, with what follows from their place. */
function blocksOf(plan: ResNetPlan): readonly ShortcutPlan[] {
  const places = plan.widths.flatMap((width, stage) =>
    Array.from({ length: plan.depths[stage] ?? 0 }, (_, index) => ({ width, stage, index })),
  );
  return places.map((place, number) => ({
    ...plan,
    ...channelsOf(plan, place.width),
    order: plan.order ?? 'original',
    strided: plan.strided ?? 'conv2',
    name: `layer${place.stage + 1}.${place.index}`,
    stride: place.stage > 0 && place.index === 0 ? 2 : 1,
    activation: firstActivation(plan, { isFirst: number === 0, changes: place.index === 0 }),
    survival: 1 - ((number + 1) / places.length) * (1 - (plan.survival ?? 1)),
  }));
}

function channelsOf(
  { block, groups = 1, baseWidth = 64 }: ResNetPlan,
  width: number,
): Pick<ShortcutPlan, 'inner' | 'out' | 'groups'> {
  if (block === 'basic') return { inner: width, out: width, groups: 1 };
  return { inner: Math.floor((width * baseWidth) / 64) * groups, out: width * bottleneckExpansion, groups };
}

/** Each stage's first block changes the shape. */
function firstActivation(
  { order, stem }: ResNetPlan,
  { isFirst, changes }: { readonly isFirst: boolean; readonly changes: boolean },
): ShortcutPlan['activation'] {
  if (isFirst) return order === 'full-preact' && stem === 'cifar' ? 'before-both' : 'in-stem';
  return order === 'full-preact' && changes ? 'before-both' : 'in-branch';
}

/** A block from the cursor on: what comes before its paths part, its branch, its shortcut, where they meet, and what follows. */
function appendBlock(chain: LayerChain, plan: ShortcutPlan): void {
  leadingActivation(chain, plan);
  const input = { name: chain.name, channels: chain.channels };
  appendBranch(chain, plan);
  joinPaths(chain, input, plan);
}

function head(chain: LayerChain, { order, classes }: ResNetPlan): void {
  if (order === 'full-preact') chain.bn('bn').relu('relu');
  if (order === 'relu-preact') chain.relu('relu');
  chain
    .append('avgpool', 'adaptiveAvgPool2d', { attributes: { output: 1 } })
    .append('flatten', 'flatten', { attributes: {} });
  chain.append('fc', 'linear', { attributes: { inFeatures: chain.channels, outFeatures: classes, bias: true } });
}
