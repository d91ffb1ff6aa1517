import type { Shape } from '../../model/layer';
import { bottleneckExpansion } from '../../model/resnet';
import type { Matching } from '../../model/shortcuts';
import type { NetworkOptions } from '../networkOptions';
import type { SpelledNetwork } from '../spelledNetwork';
import type { TensorShapes } from './tensorFit';

/** What the tensors of a residual network tell of it. */
export interface ResidualTraits {
  readonly spelled: SpelledNetwork;
  readonly isPreactivated: boolean;
  /** What the shortcuts may do, the likeliest first. */
  readonly shortcuts: readonly NonNullable<NetworkOptions['shortcut']>[];
  readonly bias: boolean;
  readonly squeeze: number | undefined;
  readonly channels: number;
  readonly classes: number;
}

const blockPath = /^layer([1-9]\d{0,3})\.(\d{1,6})\./;
const largest = 65_536;
/** No network known here has more. */
export const mostStages = 64;
export const mostBlocks = 2000;

/** Whether some names are those of residual blocks. */
export function hasBlocks(shapes: TensorShapes): boolean {
  return [...shapes.keys()].some((name) => blockPath.test(name));
}

/** Reads the traits off names and shapes; nothing where a tensor is missing that would tell them. */
export function residualTraits(shapes: TensorShapes): ResidualTraits | undefined {
  const stem = stemOf(shapes);
  const classes = shapes.get('fc.weight')?.[0];
  const spelled = stem === undefined ? undefined : spelledOf(shapes, stem);
  if (stem === undefined || spelled === undefined || !isCount(classes)) return undefined;
  const has = (part: RegExp): boolean => [...shapes.keys()].some((name) => part.test(name));
  const matching = matchingOf(shapes);
  return {
    spelled: { ...spelled, matching },
    isPreactivated: shapes.has('bn.weight'),
    shortcuts: shortcutsOf(has(/\.gate\.weight$/), matching),
    bias: shapes.has('layer1.0.conv2.bias'),
    squeeze: squeezeOf(shapes),
    channels: stem.channels,
    classes,
  };
}

interface Stem {
  readonly spelled: Pick<SpelledNetwork, 'stem' | 'stemInner'>;
  readonly width: number;
  readonly channels: number;
}

const stems: Readonly<Record<number, SpelledNetwork['stem']>> = { 3: 'cifar', 7: 'imagenet' };

function stemOf(shapes: TensorShapes): Stem | undefined {
  const deep = shapes.get('conv1.0.weight');
  if (deep !== undefined) return deepStem([deep, shapes.get('conv1.3.weight'), shapes.get('conv1.6.weight')]);
  const [width, channels, kernel = 0] = shapes.get('conv1.weight') ?? [];
  const stem = stems[kernel];
  return stem !== undefined && isCount(width) && isCount(channels) ? { spelled: { stem }, width, channels } : undefined;
}

/** Its inner widths are told where they are not the usual ones, half of the last. */
function deepStem(convolutions: readonly (Shape | undefined)[]): Stem | undefined {
  const [first, second, width] = convolutions.map((shape) => shape?.[0]);
  const channels = convolutions[0]?.[1];
  if (!isCount(first) || !isCount(second) || !isCount(width) || !isCount(channels)) return undefined;
  const half = Math.floor(width / 2);
  const isUsual = first === half && second === half;
  const spelled = { stem: 'deep' as const, ...(isUsual ? {} : { stemInner: [first, second] as const }) };
  return { spelled, width, channels };
}

/** A projection's convolution is number 1 behind a pool. */
function matchingOf(shapes: TensorShapes): Matching {
  const numbers = new Set<string | undefined>();
  for (const [name, { length }] of shapes)
    if (length === 4) numbers.add(/\.downsample\.(?<number>[01])\.weight$/.exec(name)?.groups?.['number']);
  if (numbers.has('1')) return 'D';
  return numbers.has('0') ? 'B' : 'A';
}

const shortcuts: Readonly<Record<Matching, ResidualTraits['shortcuts']>> = { A: ['A'], B: ['B', 'C'], D: ['D', 'C'] };

function shortcutsOf(isGated: boolean, matching: Matching): ResidualTraits['shortcuts'] {
  return isGated ? ['gated'] : shortcuts[matching];
}

function spelledOf(shapes: TensorShapes, stem: Stem): SpelledNetwork | undefined {
  const block = shapes.has('layer1.0.conv3.weight') ? 'bottleneck' : 'basic';
  const counts = blockCounts(shapes);
  if (counts === undefined) return undefined;
  const stages = counts.map((blocks, index) => ({ blocks, width: widthOf(shapes, `layer${index + 1}.0`, block) }));
  const first = stages[0]?.width;
  if (first === undefined || !stages.every(({ width }) => isCount(width))) return undefined;
  const groups = block === 'bottleneck' ? groupsOf(shapes, stages) : {};
  const stemWidth = stem.width === first ? {} : { stemWidth: stem.width };
  return groups === undefined ? undefined : { block, ...stem.spelled, stages, ...stemWidth, ...groups };
}

/** Blocks of each stage; nothing where a stage is missing or there are too many. */
function blockCounts(shapes: TensorShapes): readonly number[] | undefined {
  const stages = new Map<number, Set<string>>();
  for (const name of shapes.keys()) {
    const [, stage, block = ''] = blockPath.exec(name) ?? [];
    if (stage === undefined) continue;
    const blocks = stages.get(Number(stage)) ?? new Set();
    stages.set(Number(stage), blocks.add(block));
  }
  const counts = Array.from({ length: Math.min(stages.size, mostStages) }, (_, index) => stages.get(index + 1)?.size);
  const known = counts.filter((count) => count !== undefined);
  const sum = known.reduce((total, count) => total + count, 0);
  return known.length === stages.size && sum <= mostBlocks ? known : undefined;
}

/** Before the bottleneck's expansion. */
function widthOf(shapes: TensorShapes, path: string, block: SpelledNetwork['block']): number {
  if (block === 'basic') return shapes.get(`${path}.conv2.weight`)?.[0] ?? NaN;
  return (shapes.get(`${path}.conv3.weight`)?.[0] ?? NaN) / bottleneckExpansion;
}

/**
 * The groups of the bottlenecks' 3×3 convolutions, and the width per group that gives each stage ⌊width · widthPerGroup / 64⌋ channels
 * a group; nothing where there is none.
 */
function groupsOf(shapes: TensorShapes, stages: SpelledNetwork['stages']): Grouping | undefined {
  const convolutions = stages.map((_, index) => shapes.get(`layer${index + 1}.0.conv2.weight`) ?? []);
  const [inner = NaN, perGroup = NaN] = convolutions[0] ?? [];
  const lowest = convolutions.map(
    ([, channels = NaN], index) => (channels * usualWidth) / (stages[index]?.width ?? NaN),
  );
  const above = convolutions.map(([, channels = NaN], index) => ((channels + 1) * usualWidth) / (stages[index]?.width ?? NaN)); // prettier-ignore
  const [least, limit] = [Math.max(...lowest), Math.min(...above)];
  const groups = inner / perGroup;
  const widthPerGroup = least <= usualWidth && usualWidth < limit ? usualWidth : Math.ceil(least);
  if (!isCount(groups) || !isCount(widthPerGroup) || widthPerGroup >= limit) return undefined;
  return groups === 1 && widthPerGroup === usualWidth ? {} : { groups, widthPerGroup };
}

type Grouping = Pick<SpelledNetwork, 'groups' | 'widthPerGroup'>;

/** Of a ResNet that is neither wide nor of groups. */
const usualWidth = 64;

/** The ratio that makes each stage's squeezed channels of its channels: ⌊channels / ratio⌋, one at least. */
function squeezeOf(shapes: TensorShapes): number | undefined {
  const convolutions = [...shapes].filter(([name]) => /^layer\d+\.0\.se\.fc1\.weight$/.test(name));
  if (convolutions.length === 0) return undefined;
  const bounds = convolutions.map(([, [squeezed = NaN, channels = NaN]]) => ({
    above: channels / (squeezed + 1),
    upTo: squeezed === 1 ? Infinity : channels / squeezed,
  }));
  const above = Math.max(...bounds.map((bound) => bound.above));
  const upTo = Math.min(...bounds.map((bound) => bound.upTo));
  if (above < usualSqueeze && usualSqueeze <= upTo) return usualSqueeze;
  return Number.isFinite(upTo) ? Math.max(1, Math.floor(upTo)) : Math.floor(above) + 1;
}

/** Hu et al. 2018, §6.1. */
const usualSqueeze = 16;

function isCount(value: number | undefined): value is number {
  return value !== undefined && Number.isInteger(value) && value >= 1 && value <= largest;
}
