import type { Architecture, Shape } from './layer';
import { resnet, type ResNetPlan, type ShortcutOption } from './resnet';

/** What may be changed of a preset. */
export interface PresetOptions {
  readonly input?: Shape;
  readonly classes?: number;
  /** The same layers without shortcuts. */
  readonly plain?: boolean;
  readonly bias?: boolean;
  readonly shortcut?: ShortcutOption;
}

type Numbers = Pick<ResNetPlan, 'block' | 'depths' | 'widths' | 'stem' | 'shortcut' | 'input' | 'classes'>;

/** He et al. 2015, Table 1: one row a network. */
const imageNet: Readonly<Record<string, Pick<ResNetPlan, 'block' | 'depths'>>> = {
  '18': { block: 'basic', depths: [2, 2, 2, 2] },
  '34': { block: 'basic', depths: [3, 4, 6, 3] },
  '50': { block: 'bottleneck', depths: [3, 4, 6, 3] },
  '101': { block: 'bottleneck', depths: [3, 4, 23, 3] },
  '152': { block: 'bottleneck', depths: [3, 8, 36, 3] },
};

/** The networks with a name of their own; any `resnet<6n+2>-cifar` is a preset as well. */
export const presetNames: readonly string[] = [
  ...Object.keys(imageNet).map((depth) => `resnet${depth}`),
  'plain18',
  'plain34',
  ...['20', '32', '44', '56', '110'].map((depth) => `resnet${depth}-cifar`),
];

/** The network of that name, or nothing if there is none. Its problems, if any, are found by `analyze`. */
export function preset(name: string, options: PresetOptions = {}): Architecture | undefined {
  const match = /^(resnet|plain)(\d+)(-cifar)?$/.exec(name);
  if (match === null) return undefined;
  const depth = match[2] ?? '';
  const numbers = match[3] === undefined ? imageNetNumbers(depth) : cifarNumbers(Number(depth));
  if (numbers === undefined) return undefined;
  const plain = options.plain === true || match[1] === 'plain';
  return resnet({
    ...numbers,
    name: plain ? name.replace('resnet', 'plain') : name,
    input: options.input ?? numbers.input,
    classes: options.classes ?? numbers.classes,
    shortcut: plain ? 'none' : (options.shortcut ?? numbers.shortcut),
    bias: options.bias ?? false,
  });
}

function imageNetNumbers(depth: string): Numbers | undefined {
  const row = imageNet[depth];
  if (row === undefined) return undefined;
  return { ...row, widths: [64, 128, 256, 512], stem: 'imagenet', shortcut: 'B', input: [3, 224, 224], classes: 1000 };
}

/** He et al. 2015, §4.2: 3×3 convolutions on 32×32, 16×16 and 8×8 maps, 2n layers each, 6n + 2 in all. */
function cifarNumbers(depth: number): Numbers | undefined {
  const blocks = (depth - 2) / 6;
  if (!Number.isInteger(blocks) || blocks < 1 || blocks > 1000) return undefined;
  return {
    block: 'basic',
    depths: [blocks, blocks, blocks],
    widths: [16, 32, 64],
    stem: 'cifar',
    shortcut: 'A',
    input: [3, 32, 32],
    classes: 10,
  };
}
