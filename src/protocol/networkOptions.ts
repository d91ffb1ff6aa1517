import type { ActivationOrder } from '../model/branches';
import type { PresetOptions } from '../model/presets';
import type { ShortcutOption } from '../model/shortcuts';
import { given, type SpelledNetwork } from './spelledNetwork';

/** What names a network: a preset, or stages and blocks spelled out, and what is changed of it. */
export interface NetworkOptions {
  /** A preset's name; of a network that is spelled out, its own. */
  readonly model: string;
  readonly network?: SpelledNetwork | undefined;
  /** The same layers without shortcuts. */
  readonly plain?: boolean | undefined;
  /** A bias on each 3×3 convolution. */
  readonly bias?: boolean | undefined;
  readonly shortcut?: Exclude<ShortcutOption, 'none'> | undefined;
  readonly order?: ActivationOrder | undefined;
  /** What the bias of a gated shortcut's gate starts from. */
  readonly gateBias?: number | undefined;
  /** By how much squeeze-and-excitation squeezes the channels. */
  readonly squeezeExcitation?: number | undefined;
  /** The last block's probability to stay, in stochastic depth. */
  readonly survival?: number | undefined;
}

/** The options that change a network, a preset or one spelled out. */
export const networkChanges = ['plain', 'bias', 'shortcut', 'order', 'gateBias', 'squeezeExcitation', 'survival'] as const satisfies readonly (keyof NetworkOptions)[]; // prettier-ignore

/** The network's part of options that have more. */
export function networkOptionsOf(from: NetworkOptions): NetworkOptions {
  const { model, network, plain, bias, shortcut, order, gateBias, squeezeExcitation, survival } = from;
  return { model, network, plain, bias, shortcut, order, gateBias, squeezeExcitation, survival };
}

/** What they change of the preset; what is left out is not among them. */
export function presetOptionsOf(options: NetworkOptions): PresetOptions {
  const { plain, bias, shortcut, order, gateBias, survival, squeezeExcitation: squeeze } = options;
  return given({ plain, bias, shortcut, order, gateBias, survival, squeeze });
}
