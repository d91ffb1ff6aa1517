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
  /** RMS of F(x) over RMS of what the shortcut adds. */
  readonly branchRatio: number;
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
  const ratios = own
    .filter(({ isWeight }) => isWeight)
    .map(({ row }) => live.updateRatio[row] ?? NaN)
    .filter((ratio) => !Number.isNaN(ratio));
  const block = subject.type === 'block' ? rows.blocks.get(subject.id) : undefined;
  const relu = subject.type === 'layer' ? rows.relus.get(subject.id) : undefined;
  const branchRms = valueAt(live.branchRms, block);
  const shortcutRms = valueAt(live.shortcutRms, block);
  return {
    gradientNorm: squares.length === 0 ? NaN : Math.sqrt(squares.reduce((sum, square) => sum + square, 0)),
    updateRatio: ratios.length === 0 ? NaN : Math.max(...ratios),
    branchRms,
    shortcutRms,
    branchRatio: branchRms / shortcutRms,
    reluZeros: valueAt(live.reluZeros, relu),
  };
}

function valueAt(values: Float32Array, row: number | undefined): number {
  return row === undefined ? NaN : (values[row] ?? NaN);
}
