import type { ConvolutionCase } from './convolutionPlan';

/** Through which tap input and output positions meet. */
export interface TapTable {
  /** How many positions the input has. */
  readonly inputs: number;
  readonly outputs: number;
  /** inputs × outputs: the tap's number, row by row in the kernel; `undefined` where the two do not meet. */
  readonly taps: readonly (number | undefined)[];
}

export function tapTable({ attributes, input, output }: ConvolutionCase): TapTable {
  const { kernel, stride, padding } = attributes;
  const tap = (from: Position, to: Position): number | undefined => {
    const row = from.row - to.row * stride + padding;
    const column = from.column - to.column * stride + padding;
    const isInside = row >= 0 && row < kernel && column >= 0 && column < kernel;
    return isInside ? row * kernel + column : undefined;
  };
  const [ins, outs] = [positions(input), positions(output)];
  return { inputs: ins.length, outputs: outs.length, taps: ins.flatMap((from) => outs.map((to) => tap(from, to))) };
}

interface Position {
  readonly row: number;
  readonly column: number;
}

function positions([, height = 0, width = 0]: readonly number[]): Position[] {
  return Array.from({ length: height * width }, (_, index) => ({
    row: Math.floor(index / width),
    column: index % width,
  }));
}
