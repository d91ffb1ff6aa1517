import { util } from '@tensorflow/tfjs';
import * as z from 'zod';
import { inputOf, type WasmKernel } from './wasmScope';

const attributesSchema = z.object({ numSegments: z.number() });

/** UnsortedSegmentSum, the gradient of gather, which the backend lacks: adds row i of x to row `segmentIds[i]`; negative ones are left out. */
export const unsortedSegmentSum: WasmKernel = (scope, inputs, attrs) => {
  const [x, segmentIds] = [inputOf(inputs, 'x'), inputOf(inputs, 'segmentIds')];
  const { numSegments } = attributesSchema.parse(attrs);
  const rowShape = x.shape.slice(segmentIds.shape.length);
  const size = util.sizeFromShape(rowShape);
  const sums = scope.zeros([numSegments, ...rowShape]);
  const [from, to] = [scope.values(x), scope.values(sums)];
  const segments = Array.from(scope.backend.typedArrayFromHeap(segmentIds));
  segments.forEach((segment, row) => {
    if (segment >= 0) addRow({ from, to }, { source: row * size, target: segment * size, size });
  });
  return sums;
};

function addRow(
  { from, to }: { from: Float32Array; to: Float32Array },
  row: { source: number; target: number; size: number },
): void {
  for (let i = 0; i < row.size; i++) to[row.target + i] = (to[row.target + i] ?? 0) + (from[row.source + i] ?? 0);
}
