import { alexnet, alexnet2012 } from './alexnet';
import { blocksByDepth } from './blocksByDepth';
import type { ActivationOrder } from './branches';
import type { Architecture, Shape } from './layer';
import { resnet, type ResNetPlan, type ShortcutOption } from './resnet';
import { matchings } from './shortcuts';
import { timmNames, timmNumbers } from './timm';
import { vgg, vggPlans } from './vgg';

/** What may be changed of a preset. */
export interface PresetOptions {
  readonly input?: Shape;
  readonly classes?: number;
  /** The same layers without shortcuts. */
  readonly plain?: boolean;
  readonly bias?: boolean;
  readonly shortcut?: ShortcutOption;
  readonly order?: ActivationOrder;
  readonly gateBias?: number;
  readonly squeeze?: number;
  readonly survival?: number;
}

type Numbers = Omit<ResNetPlan, 'name' | 'bias'>;

const imageNet = { stem: 'imagenet', widths: [64, 128, 256, 512], shortcut: 'B', input: [3, 224, 224], classes: 1000 } as const; // prettier-ignore

/** torchvision's variants: Zagoruyko and Komodakis 2016, Xie et al. 2017. */
const variants: Readonly<Record<string, Pick<ResNetPlan, 'groups' | 'baseWidth'> & { readonly depth: string }>> = {
  wide_resnet50_2: { depth: '50', baseWidth: 128 },
  wide_resnet101_2: { depth: '101', baseWidth: 128 },
  resnext50_32x4d: { depth: '50', groups: 32, baseWidth: 4 },
  resnext101_32x8d: { depth: '101', groups: 32, baseWidth: 8 },
};

const torchvisionDepths = ['18', '34', '50', '101', '152'];
const preactDepths = [...torchvisionDepths, '200'];
const cifarDepths = ['20', '32', '44', '56', '110'];

type Sequential = (options: Pick<PresetOptions, 'input' | 'classes'>) => Architecture;

/** Networks without residual blocks: nothing but their input and classes can be changed. */
const sequential: Readonly<Record<string, Sequential>> = {
  ...Object.fromEntries(
    Object.entries(vggPlans).map(([name, plan]): [string, Sequential] => [
      name,
      ({ input = plan.input, classes = plan.classes }) => vgg({ ...plan, input, classes }),
    ]),
  ),
  alexnet,
  'alexnet-2012': ({ input, classes }) => alexnet2012({ input, classes }),
};

/** Whether a network has no residual blocks, whose shortcuts and order could be changed. */
export function isSequential(name: string): boolean {
  return Object.hasOwn(sequential, name);
}

/** The networks with a name of their own; any `resnet<6n+2>-cifar` is a preset as well. */
export const presetNames: readonly string[] = [
  ...torchvisionDepths.map((depth) => `resnet${depth}`),
  ...Object.keys(variants),
  ...timmNames,
  'plain18',
  'plain34',
  ...cifarDepths.map((depth) => `resnet${depth}-cifar`),
  'resnet1202-cifar',
  ...['20', '32', '44', '56'].map((depth) => `plain${depth}-cifar`),
  ...preactDepths.map((depth) => `preact-resnet${depth}`),
  ...['110', '164', '1001'].map((depth) => `preact-resnet${depth}-cifar`),
  ...Object.keys(sequential),
];

/** The network of that name, or nothing if there is none. Its problems, if any, are found by `analyze`. */
export function preset(name: string, options: PresetOptions = {}): Architecture | undefined {
  if (isSequential(name)) return sequential[name]?.(options);
  const numbers = numbersOf(name);
  if (numbers === undefined) return undefined;
  const { plain = false, bias = false, ...changes } = options;
  const isPlain = plain || name.startsWith('plain');
  return resnet({
    ...numbers,
    matching: matchings.find((known) => known === numbers.shortcut) ?? 'B',
    ...changes,
    name: isPlain ? name.replace('resnet', 'plain') : name,
    bias,
    ...(isPlain ? { shortcut: 'none' } : {}),
  });
}

function numbersOf(name: string): Numbers | undefined {
  const others = timmNumbers(name);
  if (others !== undefined) return { ...imageNet, ...others };
  const variant = variants[name];
  if (variant !== undefined) return { ...imageNet, ...depthOf(variant.depth), ...variant };
  const match = /^(?<family>resnet|plain|preact-resnet)(?<depth>\d+)(?<data>-cifar)?$/.exec(name);
  const { family, depth = '', data = '-imagenet' } = match?.groups ?? {};
  return family === undefined ? undefined : families[family + data]?.(depth);
}

/** The numbers of a family at a depth, if it has that depth. */
const families: Readonly<Record<string, (depth: string) => Numbers | undefined>> = {
  'resnet-imagenet': imageNetNumbers,
  'plain-imagenet': imageNetNumbers,
  'preact-resnet-imagenet': preactImageNet,
  'resnet-cifar': (depth) => cifarNumbers(Number(depth)),
  'plain-cifar': (depth) => cifarNumbers(Number(depth)),
  'preact-resnet-cifar': (depth) => preactCifar(Number(depth)),
};

function imageNetNumbers(depth: string): Numbers | undefined {
  return torchvisionDepths.includes(depth) ? { ...imageNet, ...depthOf(depth) } : undefined;
}

function depthOf(depth: string): Pick<ResNetPlan, 'block' | 'depths'> {
  return blocksByDepth[depth] ?? { block: 'basic', depths: [] };
}

function preactImageNet(depth: string): Numbers | undefined {
  return preactDepths.includes(depth) ? { ...imageNet, ...depthOf(depth), order: 'full-preact' } : undefined;
}

const cifar = { stem: 'cifar', widths: [16, 32, 64], stemWidth: 16, input: [3, 32, 32], classes: 10 } as const;

/** He et al. 2015, §4.2: 3×3 convolutions on 32×32, 16×16 and 8×8 maps, 2n layers each, 6n + 2 in all. */
function cifarNumbers(depth: number): Numbers | undefined {
  const count = blocksFor(depth, 6);
  return count === undefined ? undefined : { ...cifar, block: 'basic', depths: [count, count, count], shortcut: 'A' };
}

/** He et al. 2016, §4: of bottlenecks where the depth is 9n + 2, as published with projections and the stride first; else basic blocks. */
function preactCifar(depth: number): Numbers | undefined {
  const count = blocksFor(depth, 9);
  if (count === undefined || depth === 110) {
    const basic = cifarNumbers(depth);
    return basic === undefined ? undefined : { ...basic, order: 'full-preact' };
  }
  const published = { order: 'full-preact', shortcut: 'B', strided: 'conv1' } as const;
  return { ...cifar, ...published, block: 'bottleneck', depths: [count, count, count] };
}

/** Blocks of each of three stages in a network of that depth; `layers` are all that one block a stage makes. */
function blocksFor(depth: number, layers: number): number | undefined {
  const blocks = (depth - 2) / layers;
  return Number.isInteger(blocks) && blocks >= 1 && blocks <= 1000 ? blocks : undefined;
}
