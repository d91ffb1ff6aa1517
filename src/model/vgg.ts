import type { Architecture, Shape } from './layer';
import { LayerChain } from './layerChain';
import { flatten, fullyConnected, numbered } from './sequential';

/** The few numbers that make a VGG. */
export interface VggPlan {
  readonly name: string;
  readonly input: Shape;
  readonly classes: number;
  /** 3×3 convolutions of each stage, and their channels; a max-pool ends the stage. */
  readonly depths: readonly number[];
  readonly widths: readonly number[];
  readonly batchNorm: boolean;
  /** The classifier gets means over `pooled`×`pooled` parts of the last maps, whatever their size. */
  readonly pooled: number;
  /** Features of its two hidden layers, and the probability that one is dropped. */
  readonly hidden: number;
  readonly dropout: number;
}

/** Simonyan and Zisserman 2015, Table 1: columns A, B, D and E. */
const depths = { '11': [1, 1, 2, 2, 2], '13': [2, 2, 2, 2, 2], '16': [2, 2, 3, 3, 3], '19': [2, 2, 4, 4, 4] };

const published = {
  input: [3, 224, 224],
  classes: 1000,
  widths: [64, 128, 256, 512, 512],
  pooled: 7,
  hidden: 4096,
  dropout: 0.5,
} as const;

/** torchvision's by their names: `vgg11` to `vgg19`, and `vgg11_bn` to `vgg19_bn` with batch norm. */
export const vggPlans: Readonly<Record<string, VggPlan>> = Object.fromEntries(
  Object.entries(depths)
    .flatMap(([layers, depths]): VggPlan[] => [
      { ...published, name: `vgg${layers}`, depths, batchNorm: false },
      { ...published, name: `vgg${layers}_bn`, depths, batchNorm: true },
    ])
    .map((plan) => [plan.name, plan]),
);

/** Builds a VGG with torchvision's module paths. */
export function vgg(plan: VggPlan): Architecture {
  const { name, input, classes } = plan;
  const chain = new LayerChain('', input[0]);
  chain.append('input', 'input', { attributes: { shape: input } });
  appendFeatures(chain, plan);
  chain.append('avgpool', 'adaptiveAvgPool2d', { attributes: { output: plan.pooled } });
  flatten(chain);
  appendClassifier(chain, plan);
  return { name, initialisation: 'vgg', input, classes, layers: chain.layers };
}

function appendFeatures(chain: LayerChain, { depths, widths, batchNorm }: VggPlan): void {
  const next = numbered('features');
  for (const [stage, depth] of depths.entries()) {
    for (let index = 0; index < depth; index++) {
      chain.conv(next(), { out: widths[stage] ?? 0, kernel: 3, bias: true });
      if (batchNorm) chain.bn(next());
      chain.relu(next());
    }
    chain.append(next(), 'maxPool2d', { attributes: { kernel: 2, stride: 2, padding: 0 } });
  }
}

function appendClassifier(chain: LayerChain, { hidden, dropout, classes }: VggPlan): void {
  const next = numbered('classifier');
  for (let layer = 0; layer < 2; layer++) {
    fullyConnected(chain, next(), hidden);
    chain.relu(next()).append(next(), 'dropout', { attributes: { p: dropout } });
  }
  fullyConnected(chain, next(), classes);
}
