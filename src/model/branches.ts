import type { LayerChain } from './layerChain';

/** Where batch norm and ReLU stand in a block: He et al. 2016, Fig. 4 (a) to (e). */
export type ActivationOrder = 'original' | 'bn-after-add' | 'relu-before-add' | 'relu-preact' | 'full-preact';

export const activationOrders: readonly ActivationOrder[] = ['original', 'bn-after-add', 'relu-before-add', 'relu-preact', 'full-preact']; // prettier-ignore

/** What a block's branch is made of. */
export interface BranchPlan {
  readonly name: string;
  readonly block: 'basic' | 'bottleneck';
  readonly order: ActivationOrder;
  /** Channels between the branch's convolutions, and after the last one. */
  readonly inner: number;
  readonly out: number;
  readonly stride: number;
  /** Which of a bottleneck's convolutions has the stride: the first in the papers, the 3×3 in torchvision. */
  readonly strided: 'conv1' | 'conv2';
  readonly groups: number;
  readonly bias: boolean;
  /**
   * Where a pre-activated branch's first activation is: in the branch, before both paths part, or at the stem's end. In full
   * pre-activation it is before both where the block changes the shape, and in the first block (He et al. 2016, appendix).
   */
  readonly activation: 'in-branch' | 'before-both' | 'in-stem';
  readonly squeeze?: number | undefined;
}

interface Convolution {
  readonly out: number;
  readonly kernel: number;
  readonly stride?: number;
  readonly groups?: number;
  readonly bias?: boolean;
}

const convolutions: Record<BranchPlan['block'], (plan: BranchPlan) => readonly Convolution[]> = {
  /** He et al. 2015, Fig. 2. */
  basic: ({ inner, out, stride, bias }) => [
    { out: inner, kernel: 3, stride, bias },
    { out, kernel: 3, bias },
  ],
  /** He et al. 2015, Fig. 5. */
  bottleneck: ({ inner, out, stride, strided, groups, bias }) => [
    { out: inner, kernel: 1, stride: strided === 'conv1' ? stride : 1 },
    { out: inner, kernel: 3, stride: strided === 'conv2' ? stride : 1, groups, bias },
    { out, kernel: 1 },
  ],
};

/** What comes before a block's paths part. */
export function leadingActivation(chain: LayerChain, { name, order, activation }: BranchPlan): void {
  if (order === 'full-preact' && activation === 'before-both') chain.bn(`${name}.bn1`).relu(`${name}.relu`);
}

/** F(x) from the cursor on; the cursor ends before the addition. */
export function appendBranch(chain: LayerChain, plan: BranchPlan): void {
  const steps = convolutions[plan.block](plan);
  steps.forEach((step, index) => appendStep(chain, { step, index, count: steps.length, plan }));
  if (plan.squeeze !== undefined) squeezeAndExcite(chain, plan.name, plan.squeeze);
}

interface Step {
  readonly step: Convolution;
  readonly index: number;
  readonly count: number;
  readonly plan: BranchPlan;
}

type Part = 'bn' | 'relu';

/** What stands before and after a convolution of the branch. */
interface Around {
  readonly before: readonly Part[];
  readonly after: readonly Part[];
}

/** The branches of He et al. 2016, Fig. 4; what stands behind the addition is no part of them. */
const orders: Record<ActivationOrder, (at: { readonly isActivated: boolean; readonly isLast: boolean }) => Around> = {
  original: ({ isLast }) => ({ before: [], after: isLast ? ['bn'] : ['bn', 'relu'] }),
  'bn-after-add': ({ isLast }) => ({ before: [], after: isLast ? [] : ['bn', 'relu'] }),
  'relu-before-add': () => ({ before: [], after: ['bn', 'relu'] }),
  'relu-preact': ({ isActivated }) => ({ before: isActivated ? [] : ['relu'], after: ['bn'] }),
  'full-preact': ({ isActivated }) => ({ before: isActivated ? [] : ['bn', 'relu'], after: [] }),
};

function appendStep(chain: LayerChain, { step, index, count, plan }: Step): void {
  const { name, order, activation } = plan;
  const isActivated = index === 0 && activation !== 'in-branch';
  const { before, after } = orders[order]({ isActivated, isLast: index === count - 1 });
  const append: Record<Part, () => void> = {
    bn: () => chain.bn(`${name}.bn${index + 1}`),
    relu: () => chain.relu(`${name}.relu`),
  };
  for (const part of before) append[part]();
  chain.conv(`${name}.conv${index + 1}`, step);
  for (const part of after) append[part]();
}

/** Hu et al. 2018, Fig. 3, with torchvision's module paths. */
function squeezeAndExcite(chain: LayerChain, block: string, squeeze: number): void {
  const { name: whole, channels } = chain;
  chain.append(`${block}.se.avgpool`, 'adaptiveAvgPool2d', { attributes: { output: 1 } });
  chain.conv(`${block}.se.fc1`, { out: Math.max(1, Math.floor(channels / squeeze)), kernel: 1, bias: true });
  chain.relu(`${block}.se.activation`).conv(`${block}.se.fc2`, { out: channels, kernel: 1, bias: true });
  chain.append(`${block}.se.scale_activation`, 'sigmoid', { attributes: {} });
  chain.append(`${block}.se.scale`, 'multiply', { attributes: {}, inputs: [whole, chain.name] });
}
