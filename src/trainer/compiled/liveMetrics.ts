import { analyze } from '../../model/analyze';
import { elements, type Architecture } from '../../model/layer';
import { blocksOf, outline } from '../../model/outline';
import { rowNames } from '../rowNames';
import type { StepMeasurements } from '../trainableNetwork';

/** Reads the vector that the graph gives (`writeMeasures`) for a batch of `count` images as rows of live metrics. */
export type LiveReader = (metrics: Float32Array, count: number) => StepMeasurements;

export function liveReader(architecture: Architecture): LiveReader {
  const { tensors, blocks, relus } = rowNames(architecture);
  const sizes = blockSizes(architecture);
  return (metrics, count) => {
    let start = 0;
    const next = (rows: number): Float32Array => metrics.subarray(start, (start += rows));
    const [updates, gradients, values] = [next(tensors.length), next(tensors.length), next(tensors.length)];
    const [branches, shortcuts] = [next(blocks.length), next(blocks.length)];
    const rms = (half: number, block: number): number => Math.sqrt((2 * half) / (count * (sizes[block] ?? Number.NaN)));
    return {
      gradientNorm: gradients.map((half) => Math.sqrt(2 * half)),
      updateRatio: updates.map((half, row) => ratio(half, values[row] ?? Number.NaN)),
      branchRms: branches.map(rms),
      shortcutRms: shortcuts.map(rms),
      reluZeros: next(relus.length).map((active) => 1 - active),
    };
  };
}

/** ‖Δ‖/‖θ‖ of halved squares; a tensor that is still all zeros has none. */
function ratio(update: number, value: number): number {
  return value === 0 ? Number.NaN : Math.sqrt(update / value);
}

/** Elements of each block's branch output, of one image. */
function blockSizes(architecture: Architecture): readonly number[] {
  const outputs = new Map(analyze(architecture).layers.map(({ layer, output }) => [layer.name, output]));
  const ends = blocksOf(outline(architecture)).map(({ branch }) => branch.at(-1) ?? '');
  return ends.map((name) => elements(outputs.get(name) ?? []));
}
