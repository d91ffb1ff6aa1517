import type { LiveMetrics, RunStart } from '../../protocol/run';
import type { Subject } from './network';

/** What training tells of one subject at one step; NaN where there is nothing to tell. */
export interface SubjectNumbers {
  /** L2 norm over all of the subject's tensors. */
  readonly gradientNorm: number;
  /** The largest over its weights of |update| / |weight|. */
  readonly updateRatio: number;
  readonly branchRms: number;
  readonly shortcutRms: number;
  /** RMS of F(x) over RMS of what the shortcut adds; of a stage or a run of blocks, the median of theirs. */
  readonly branchRatio: number;
  /** Of a stage or a run of blocks: the smallest and the largest of the ratios. */
  readonly branchRatios: readonly [low: number, high: number];
  /** Share of zeros after a ReLU, 0…1. */
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

/** The numbers of one subject: of a block or group, over all its layers. */
export function numbersOf(subject: Subject, live: LiveMetrics, rows: LiveRows): SubjectNumbers {
  const own = subject.layers.flatMap(({ layer }) => rows.tensors.get(layer.name) ?? []);
  const squares = own.map(({ row }) => (live.gradientNorm[row] ?? NaN) ** 2).filter((square) => !Number.isNaN(square));
  const block = subject.type === 'block' ? rows.blocks.get(subject.id) : undefined;
  const relu = subject.type === 'layer' ? rows.relus.get(subject.id) : undefined;
  const branchRms = valueAt(live.branchRms, block);
  const shortcutRms = valueAt(live.shortcutRms, block);
  const members = memberRatios(subject, live, rows);
  return {
    gradientNorm: squares.length === 0 ? NaN : Math.sqrt(squares.reduce((sum, square) => sum + square, 0)),
    updateRatio: largestUpdate(own, live),
    branchRms,
    shortcutRms,
    branchRatio: subject.members.length === 0 ? branchRms / shortcutRms : median(members),
    branchRatios: [members[0] ?? NaN, members.at(-1) ?? NaN],
    reluZeros: valueAt(live.reluZeros, relu),
  };
}

function largestUpdate(own: readonly TensorRow[], { updateRatio }: LiveMetrics): number {
  const ratios = own.flatMap(({ row, isWeight }) => (isWeight ? [updateRatio[row] ?? NaN] : []));
  const known = ratios.filter((ratio) => !Number.isNaN(ratio));
  return known.length === 0 ? NaN : Math.max(...known);
}

/** Of the blocks that a stage or run stands for, from the smallest. */
function memberRatios({ members }: Subject, live: LiveMetrics, rows: LiveRows): readonly number[] {
  const ratios = members.map((name) => {
    const row = rows.blocks.get(name);
    return valueAt(live.branchRms, row) / valueAt(live.shortcutRms, row);
  });
  return ratios.filter((ratio) => !Number.isNaN(ratio)).sort((a, b) => a - b);
}

/** The middle of sorted values. */
function median(sorted: readonly number[]): number {
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
}

function valueAt(values: Float32Array, row: number | undefined): number {
  return row === undefined ? NaN : (values[row] ?? NaN);
}
