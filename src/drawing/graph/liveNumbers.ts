import { elements } from '../../model/layer';
import type { LiveMetrics, RunStart } from '../../protocol/run';
import type { Subject } from './network';

/** What training tells of one subject at one step; NaN where there is nothing to tell. */
export interface SubjectNumbers {
  /** L2 norm over the subject's tensors; of a stage or a run of blocks, the root mean square of its blocks'. */
  readonly gradientNorm: number;
  /** The largest over its weights of |update| / |weight|. */
  readonly updateRatio: number;
  /** RMS of F(x); of a stage or a run of blocks, over all of them. */
  readonly branchRms: number;
  /** RMS of what the shortcut adds; likewise. */
  readonly shortcutRms: number;
  /** RMS of F(x) over RMS of what the shortcut adds; of a stage or a run of blocks, the median of theirs. */
  readonly branchRatio: number;
  /** Of a stage or a run of blocks: the smallest and the largest of the ratios. */
  readonly branchRatios: readonly [low: number, high: number];
  /** Share of zeros in all outputs of its ReLUs, 0…1. */
  readonly reluZeros: number;
}

/** Where the rows of a run's live metrics belong. */
export interface LiveRows {
  /** By layer: the rows of its tensors. */
  readonly tensors: ReadonlyMap<string, readonly TensorRow[]>;
  /** By block: its row. */
  readonly blocks: ReadonlyMap<string, number>;
  /** By ReLU layer: its row. */
  readonly relus: ReadonlyMap<string, number>;
}

interface TensorRow {
  readonly row: number;
  readonly isWeight: boolean;
}

/** Reads from a run's start which row is whose. */
export function liveRows({ tensors, blocks, relus }: Pick<RunStart, 'tensors' | 'blocks' | 'relus'>): LiveRows {
  const byLayer = new Map<string, TensorRow[]>();
  tensors.forEach((name, row) => {
    const dot = name.lastIndexOf('.');
    const layer = name.slice(0, dot);
    byLayer.set(layer, [...(byLayer.get(layer) ?? []), { row, isWeight: name.slice(dot + 1) === 'weight' }]);
  });
  return { tensors: byLayer, blocks: rowsByName(blocks), relus: rowsByName(relus) };
}

function rowsByName(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(names.map((name, row) => [name, row]));
}

/** The numbers of one subject: of a block or group, over all its layers but its shortcuts', which are subjects of their own. */
export function numbersOf(subject: Subject, live: LiveMetrics, rows: LiveRows): SubjectNumbers {
  const own = subject.layers
    .filter(({ layer }) => !subject.apart.has(layer.name))
    .flatMap(({ layer }) => rows.tensors.get(layer.name) ?? []);
  const norms = own.map(({ row }) => live.gradientNorm[row] ?? NaN);
  const blocks = subject.type === 'block' ? [subject.id] : subject.members;
  const blockRows = blocks.flatMap((name) => rows.blocks.get(name) ?? []);
  const branch = blockRows.map((row) => valueAt(live.branchRms, row));
  const shortcut = blockRows.map((row) => valueAt(live.shortcutRms, row));
  const ratios = known(branch.map((rms, index) => rms / (shortcut[index] ?? NaN))).sort((a, b) => a - b);
  return {
    gradientNorm: Math.sqrt(sumOfSquares(norms) / subject.times),
    updateRatio: largestUpdate(own, live),
    branchRms: rootMeanSquare(branch),
    shortcutRms: rootMeanSquare(shortcut),
    branchRatio: median(ratios),
    branchRatios: [ratios[0] ?? NaN, ratios.at(-1) ?? NaN],
    reluZeros: zerosOf(subject, live, rows),
  };
}

function largestUpdate(own: readonly TensorRow[], { updateRatio }: LiveMetrics): number {
  const ratios = known(own.flatMap(({ row, isWeight }) => (isWeight ? [updateRatio[row] ?? NaN] : [])));
  return ratios.length === 0 ? NaN : Math.max(...ratios);
}

/** Over all outputs of its ReLUs. */
function zerosOf({ layers }: Subject, { reluZeros }: LiveMetrics, rows: LiveRows): number {
  const relus = layers.flatMap(({ layer, output }) => {
    const share = valueAt(reluZeros, rows.relus.get(layer.name));
    return Number.isNaN(share) ? [] : [{ share, size: elements(output) }];
  });
  const zeros = relus.reduce((sum, { share, size }) => sum + share * size, 0);
  return zeros / relus.reduce((sum, { size }) => sum + size, 0);
}

/** NaN of none. */
function sumOfSquares(values: readonly number[]): number {
  const numbers = known(values);
  return numbers.length === 0 ? NaN : numbers.reduce((sum, value) => sum + value ** 2, 0);
}

function rootMeanSquare(values: readonly number[]): number {
  return Math.sqrt(sumOfSquares(values) / known(values).length);
}

/** The middle of sorted values. */
function median(sorted: readonly number[]): number {
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
}

function known(values: readonly number[]): number[] {
  return values.filter((value) => !Number.isNaN(value));
}

function valueAt(values: Float32Array, row: number | undefined): number {
  return row === undefined ? NaN : (values[row] ?? NaN);
}
