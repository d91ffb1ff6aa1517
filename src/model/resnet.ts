import type { Architecture, Shape } from './layer';
import { LayerChain } from './layerChain';

/** `none`: a plain network. `A`: zero-padded identity; `B`: projection where the shape changes (He et al. 2015, §4.1). */
export type ShortcutOption = 'none' | 'A' | 'B';

/** The few numbers that make a residual network. */
export interface ResNetPlan {
  readonly name: string;
  readonly input: Shape;
  readonly classes: number;
  readonly block: 'basic' | 'bottleneck';
  /** Blocks of each stage. */
  readonly depths: readonly number[];
  /** Channels of each stage before the bottleneck's expansion; the first is the stem's too. */
  readonly widths: readonly number[];
  /** `imagenet`: 7×7 convolution of stride 2 and max-pool; `cifar`: 3×3 convolution. */
  readonly stem: 'imagenet' | 'cifar';
  readonly shortcut: ShortcutOption;
  /** Gives every 3×3 convolution a bias, which batch normalisation makes redundant. */
  readonly bias: boolean;
}

interface BlockPlan {
  readonly name: string;
  readonly width: number;
  readonly stride: number;
  readonly shortcut: ShortcutOption;
  readonly bias: boolean;
}

/** Channels of a bottleneck's output over those of its 3×3 convolution (He et al. 2015, Fig. 5). */
const bottleneckExpansion = 4;

/** Builds a residual or plain network with torchvision's module paths. */
export function resnet(plan: ResNetPlan): Architecture {
  const chain = new LayerChain('', plan.input[0]);
  chain.append('input', 'input', { attributes: { shape: plan.input } });
  stems[plan.stem](chain, plan);
  plan.widths.forEach((width, stage) => {
    for (let index = 0; index < (plan.depths[stage] ?? 0); index++) {
      const stride = stage > 0 && index === 0 ? 2 : 1;
      blocks[plan.block](chain, { ...plan, name: `layer${stage + 1}.${index}`, width, stride });
    }
  });
  head(chain, plan.classes);
  return { name: plan.name, input: plan.input, classes: plan.classes, layers: chain.layers };
}

const stems: Record<ResNetPlan['stem'], (chain: LayerChain, plan: ResNetPlan) => void> = {
  imagenet: (chain, { widths }) => {
    chain
      .conv('conv1', { out: widths[0] ?? 64, kernel: 7, stride: 2 })
      .bn('bn1')
      .relu('relu');
    chain.append('maxpool', 'maxPool2d', { attributes: { kernel: 3, stride: 2, padding: 1 } });
  },
  cifar: (chain, { widths, bias }) => {
    chain
      .conv('conv1', { out: widths[0] ?? 16, kernel: 3, bias })
      .bn('bn1')
      .relu('relu');
  },
};

const blocks: Record<ResNetPlan['block'], (chain: LayerChain, plan: BlockPlan) => void> = {
  /** conv3×3 – BN – ReLU – conv3×3 – BN, + shortcut, ReLU (He et al. 2015, Fig. 2). */
  basic: (chain, plan) => {
    const { name, width, stride, bias } = plan;
    const input = { name: chain.name, channels: chain.channels };
    chain.conv(`${name}.conv1`, { out: width, kernel: 3, stride, bias }).bn(`${name}.bn1`).relu(`${name}.relu`);
    chain.conv(`${name}.conv2`, { out: width, kernel: 3, bias }).bn(`${name}.bn2`);
    join(chain, input, plan);
  },
  /** conv1×1 – conv3×3 – conv1×1, the stride on the 3×3 as torchvision has it (He et al. 2015, Fig. 5). */
  bottleneck: (chain, plan) => {
    const { name, width, stride, bias } = plan;
    const input = { name: chain.name, channels: chain.channels };
    chain.conv(`${name}.conv1`, { out: width, kernel: 1 }).bn(`${name}.bn1`).relu(`${name}.relu`);
    chain.conv(`${name}.conv2`, { out: width, kernel: 3, stride, bias }).bn(`${name}.bn2`).relu(`${name}.relu`);
    chain.conv(`${name}.conv3`, { out: width * bottleneckExpansion, kernel: 1 }).bn(`${name}.bn3`);
    join(chain, input, plan);
  },
};

interface BlockInput {
  readonly name: string;
  readonly channels: number;
}

/** F(x) + x: meets the branch at the cursor with the shortcut from `input`. */
function join(chain: LayerChain, input: BlockInput, { name, stride, shortcut }: BlockPlan): void {
  const branch = chain.name;
  const out = chain.channels;
  const sameShape = stride === 1 && input.channels === out;
  if (shortcut !== 'none') {
    if (!sameShape) matchDimensions(chain, input, { name, stride, shortcut, out });
    const identity = sameShape ? input.name : chain.name;
    chain.append(`${name}.add`, 'add', { attributes: {}, inputs: [branch, identity] });
  }
  chain.relu(`${name}.relu`);
}

interface Projection {
  readonly name: string;
  readonly stride: number;
  readonly shortcut: 'A' | 'B';
  readonly out: number;
}

function matchDimensions(chain: LayerChain, input: BlockInput, { name, stride, shortcut, out }: Projection): void {
  chain.name = input.name;
  if (shortcut === 'A') {
    chain.append(`${name}.shortcut`, 'paddedIdentity', { attributes: { stride, outChannels: out } });
    return;
  }
  chain.channels = input.channels;
  chain.conv(`${name}.downsample.0`, { out, kernel: 1, stride }).bn(`${name}.downsample.1`);
}

function head(chain: LayerChain, classes: number): void {
  chain
    .append('avgpool', 'adaptiveAvgPool2d', { attributes: { output: 1 } })
    .append('flatten', 'flatten', { attributes: {} });
  chain.append('fc', 'linear', { attributes: { inFeatures: chain.channels, outFeatures: classes, bias: true } });
}
