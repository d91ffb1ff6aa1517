import type { Shape } from '../../model/layer';
import type { ShortcutType } from '../../model/outline';
import { exact } from '../../protocol/format';
import type { Network, Subject } from './network';

type Sentences = Readonly<Record<ShortcutType, (facts: ShortcutFacts) => string>>;

interface ShortcutFacts {
  /** `channels 64 → 128 and stride 2`. */
  readonly change: string;
  readonly params: string;
  readonly isPooled: boolean;
}

const sentences: Sentences = {
  none: () => 'No shortcut: the output is F(x) alone, and the gradient must pass through every layer.',
  identity: () => 'Identity: x is added as it is; the gradient passes unchanged.',
  padded: ({ change }) =>
    `Padded identity: ${change}, so x is subsampled and zero channels are appended; no parameters.`,
  projection: ({ change, params, isPooled }) =>
    `Projection: ${change}, so x is matched by ${isPooled ? 'an average pool and ' : ''}a 1×1 convolution, ${params} parameters.`,
  scaled: () => 'Scaled: x is multiplied by a constant, and so is the gradient on its way back, in each block anew.',
  gated: ({ params }) =>
    `Gated: x is multiplied by 1 − g(x), a sigmoid of a 1×1 convolution, ${params} parameters in all.`,
  dropout: () => 'Dropout: in training half of x is zero, which halves the shortcut’s signal on average.',
};

/** What a block's shortcut does and why, in words; empty for what is no block. */
export function shortcutSentence({ block, input, output }: Subject, { subjects }: Network): string {
  if (block === undefined) return '';
  const layers = block.shortcut.layers.flatMap((name) => subjects.get(name) ?? []);
  const params = layers
    .filter(({ totals }) => totals.params > 0)
    .map(({ totals }) => exact(totals.params))
    .join(' + ');
  const isPooled = layers.some((own) => own.layers.some(({ layer }) => layer.kind === 'avgPool2d'));
  return sentences[block.shortcut.type]({ change: changeOf(input, output), params, isPooled });
}

function changeOf([channels = 0, height = 0]: Shape, [outChannels = 0, outHeight = 0]: Shape): string {
  const parts = [
    ...(channels === outChannels ? [] : [`channels ${channels} → ${outChannels}`]),
    ...(height === outHeight ? [] : [`stride ${Math.round(height / outHeight)}`]),
  ];
  return parts.length === 0 ? 'the shapes are equal' : parts.join(' and ');
}
