import type { BranchPlan } from './branches';
import type { LayerChain } from './layerChain';
import { numbered } from './sequential';

/**
 * What the shortcut does. `none`: a plain network. He et al. 2015, §4.1: `A`: identity, zero-padded where the shape changes; `B`:
 * projection there; `C`: projection everywhere. He et al. 2019, Fig. 2c: `D`: as B, behind an average pool that has the stride. He et al. 2016, Fig. 2 and Table 1: `scaled`: times 0.5, and `scaled-both`: the
 * branch too; `gated`: exclusive gating; `shortcut-gated`: gating of the shortcut alone; `conv`: 1×1 convolution, which is `C`;
 * `dropout`: with probability 0.5.
 */
export type ShortcutOption =
  'none' | 'A' | 'B' | 'C' | 'D' | 'scaled' | 'scaled-both' | 'gated' | 'shortcut-gated' | 'conv' | 'dropout';

export const shortcutOptions: readonly Exclude<ShortcutOption, 'none'>[] = ['A', 'B', 'C', 'D', 'scaled', 'scaled-both', 'gated', 'shortcut-gated', 'conv', 'dropout']; // prettier-ignore

/** How a shortcut comes to the branch's shape: the letters are those of the options. */
export type Matching = (typeof matchings)[number];

export const matchings = ['A', 'B', 'D'] as const;

/** What the meeting of a block's two paths needs to know. */
export interface ShortcutPlan extends BranchPlan {
  readonly shortcut: ShortcutOption;
  readonly matching?: Matching | undefined;
  readonly gateBias?: number | undefined;
  /** The probability that the branch stays in a step of training. */
  readonly survival: number;
}

/** A block's x: the layer that gives it, and its channels. */
interface BlockInput {
  readonly name: string;
  readonly channels: number;
}

const factor = 0.5;

/** F(x) + x: meets the branch at the cursor with the shortcut from `input`, and activates as the block's order wants it. */
export function joinPaths(chain: LayerChain, input: BlockInput, plan: ShortcutPlan): void {
  if (plan.shortcut !== 'none') addPaths(chain, input, plan);
  if (plan.order === 'bn-after-add') chain.bn(`${plan.name}.bn${plan.block === 'basic' ? 2 : 3}`);
  if (plan.order === 'original' || plan.order === 'bn-after-add') chain.relu(`${plan.name}.relu`);
}

function addPaths(chain: LayerChain, input: BlockInput, plan: ShortcutPlan): void {
  const { name, survival } = plan;
  const gates = gatesOf(chain, input, plan);
  if (survival < 1) chain.append(`${name}.stochastic_depth`, 'stochasticDepth', { attributes: { survival } });
  if (plan.shortcut === 'scaled-both') chain.append(`${name}.branch_scale`, 'scale', { attributes: { factor } });
  if (gates.branch !== undefined)
    chain.append(`${name}.gated_branch`, 'multiply', { attributes: {}, inputs: [chain.name, gates.branch] });
  const branch = chain.name;
  chain.name = input.name;
  chain.channels = input.channels;
  matchDimensions(chain, plan);
  changes[plan.shortcut]?.(chain, { name, gate: gates.shortcut });
  chain.append(`${name}.add`, 'add', { attributes: {}, inputs: [branch, chain.name] });
}

interface Change {
  readonly name: string;
  readonly gate: string | undefined;
}

/** What a shortcut does beyond matching dimensions. */
const changes: Partial<Record<ShortcutOption, (chain: LayerChain, change: Change) => void>> = {
  scaled: (chain, { name }) => chain.append(`${name}.shortcut_scale`, 'scale', { attributes: { factor } }),
  'scaled-both': (chain, { name }) => chain.append(`${name}.shortcut_scale`, 'scale', { attributes: { factor } }),
  gated: gateShortcut,
  'shortcut-gated': gateShortcut,
  dropout: (chain, { name }) => chain.append(`${name}.shortcut_dropout`, 'dropout', { attributes: { p: 0.5 } }),
};

function gateShortcut(chain: LayerChain, { name, gate }: Change): void {
  if (gate !== undefined)
    chain.append(`${name}.gated_shortcut`, 'multiply', { attributes: {}, inputs: [chain.name, gate] });
}

/** The layers that give the gates of a gated block: g(x) for the branch, 1 − g(x) = σ(−z) for the shortcut, with z a 1×1 convolution of x. */
function gatesOf(
  chain: LayerChain,
  input: BlockInput,
  { name, shortcut, stride, out, gateBias = -6 }: ShortcutPlan,
): { readonly branch: string | undefined; readonly shortcut: string | undefined } {
  if (shortcut !== 'gated' && shortcut !== 'shortcut-gated') return { branch: undefined, shortcut: undefined };
  const branch = chain.name;
  const gate = `${name}.gate`;
  chain.append(gate, 'conv2d', {
    attributes: { inChannels: input.channels, outChannels: out, kernel: 1, stride, padding: 0, groups: 1, bias: true, initialBias: gateBias }, // prettier-ignore
    inputs: [input.name],
  });
  if (shortcut === 'gated') chain.append(`${name}.gate_open`, 'sigmoid', { attributes: {}, inputs: [gate] });
  chain.append(`${name}.gate_negated`, 'scale', { attributes: { factor: -1 }, inputs: [gate] });
  chain.append(`${name}.gate_closed`, 'sigmoid', { attributes: {} });
  const closed = chain.name;
  chain.name = branch;
  return { branch: shortcut === 'gated' ? `${name}.gate_open` : undefined, shortcut: closed };
}

/** From the cursor, which is at the block's x, to the shape of the branch's output. */
function matchDimensions(chain: LayerChain, plan: ShortcutPlan): void {
  const { name, stride, out, shortcut } = plan;
  const everywhere = shortcut === 'C' || shortcut === 'conv';
  if (stride === 1 && chain.channels === out && !everywhere) return;
  const matching = matchingOf(plan);
  if (matching === 'A' && !everywhere) {
    chain.append(`${name}.shortcut`, 'paddedIdentity', { attributes: { stride, outChannels: out } });
    chain.channels = out;
  } else project(chain, plan, matching);
}

/** What the option itself says, or else the network. */
function matchingOf({ shortcut, matching = 'B' }: ShortcutPlan): Matching {
  return shortcut === 'A' || shortcut === 'B' || shortcut === 'D' ? shortcut : matching;
}

/** torchvision's 1×1 convolution, or timm's behind its average pool, which is number 0 where the stride is 1 too. */
function project(chain: LayerChain, { name, stride, out, order }: ShortcutPlan, matching: Matching): void {
  const next = numbered(`${name}.downsample`);
  const isPooled = matching === 'D';
  const pool = isPooled ? next() : '';
  if (isPooled && stride > 1) chain.append(pool, 'avgPool2d', { attributes: { kernel: 2, stride } });
  chain.conv(next(), { out, kernel: 1, stride: isPooled ? 1 : stride });
  if (order !== 'full-preact') chain.bn(next()); // the block's own first BN has been before it
}
