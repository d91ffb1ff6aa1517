import { preset, presetNames } from '../../model/presets';
import type { StemKind } from '../../model/stems';
import type { NetworkOptions } from '../networkOptions';
import { given } from '../spelledNetwork';
import type { ResidualTraits } from './residualTraits';

/** Networks that may have such traits: presets first, then with changes, then spelled out under a name. */
export function residualCandidates(traits: ResidualTraits, names: Names): readonly NetworkOptions[] {
  const { spelled, shortcuts, isPreactivated } = traits;
  const changes = changesOf(traits);
  const order = isPreactivated ? ({ order: 'full-preact' } as const) : {};
  const presets = presetsOf(traits, names.recorded);
  const changed = presets.flatMap((model): NetworkOptions[] => {
    const own = { model, ...changes, ...(model.startsWith('preact-') ? {} : order) };
    return [own, ...shortcuts.map((shortcut) => ({ ...own, shortcut }))];
  });
  const others = shortcuts.map((shortcut) => ({ model: names.own, network: spelled, ...changes, ...order, shortcut }));
  return [...presets.map((model) => ({ model })), ...changed, ...others];
}

/** What a file calls its network, if it does, and what a network without a known name is called. */
export interface Names {
  readonly recorded: string | undefined;
  readonly own: string;
}

function changesOf({ bias, squeeze }: ResidualTraits): Pick<NetworkOptions, 'bias' | 'squeezeExcitation'> {
  return { ...(bias ? { bias } : {}), ...(squeeze === undefined ? {} : { squeezeExcitation: squeeze }) };
}

const isVariant = /^(wide_resnet|resnext)/;

/** What stands behind the depth in a name. */
const endings: Readonly<Record<StemKind, readonly string[]>> = {
  cifar: ['-cifar'],
  imagenet: [''],
  deep: ['c', 'd', 's', 't'],
};

function presetsOf(
  { spelled, isPreactivated, squeeze }: ResidualTraits,
  recorded: string | undefined,
): readonly string[] {
  const { block, stem, stages } = spelled;
  const blocks = stages.reduce((sum, stage) => sum + stage.blocks, 0);
  const depth = blocks * (block === 'basic' ? 2 : 3) + 2;
  const named = endings[stem].map((ending) => `resnet${depth}${ending}`);
  const prefixes = [...(isPreactivated ? ['preact-'] : []), ...(squeeze === undefined ? [] : ['se']), ''];
  const variants = block === 'bottleneck' && stem === 'imagenet' ? presetNames.filter((name) => isVariant.test(name)) : []; // prettier-ignore
  const all = [recorded ?? '', ...prefixes.flatMap((prefix) => named.map((name) => prefix + name)), ...variants];
  return [...new Set(all)].filter((name) => preset(name) !== undefined);
}

/** The same tensors without shortcuts, where they leave that open. */
export function plainTwin(options: NetworkOptions, traits: ResidualTraits): NetworkOptions | undefined {
  if (traits.shortcuts[0] !== 'A' || options.model.startsWith('plain')) return undefined;
  const others = given({ ...options, shortcut: undefined }) as NetworkOptions; // it has a name still
  const twin = others.model.replace(/^resnet/, 'plain');
  const isNamed = others.network === undefined && presetNames.includes(twin);
  return isNamed ? { ...others, model: twin } : { ...others, plain: true };
}
