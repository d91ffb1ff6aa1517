import type { Shape } from '../../model/layer';
import type { TfNode } from './graphModel';
import type { NumberReader, Numbers } from './shardNumbers';

/** A constant as the graph has it, in TensorFlow's layout. */
export interface TfConstant {
  readonly name: string;
  readonly dims: Shape;
}

/** What a graph's operations refer to. */
export interface TfGraph {
  readonly nodes: ReadonlyMap<string, TfNode>;
  readonly constants: ReadonlyMap<string, TfConstant>;
  readonly numbers: NumberReader;
  /** Names of what comes from constants alone. */
  readonly fixed: ReadonlySet<string>;
  /** The operations that read one, by its name. */
  readonly readers: ReadonlyMap<string, readonly TfNode[]>;
  /** Sums with a constant in them, and sums that such a one comes right behind: TensorFlow puts constants last. */
  readonly biased: ReadonlySet<string>;
}

/** One operation of TensorFlow with what it reads. */
export class TfCall {
  /** Tensors, without what only has to run before. */
  readonly input: readonly string[];
  readonly isChannelsFirst: boolean;

  constructor(
    readonly node: TfNode,
    readonly graph: TfGraph,
  ) {
    this.input = tensorsRead(node);
    this.isChannelsFirst = node.attr['data_format']?.s?.startsWith('NC') === true;
  }

  /** A constant operand, also where it is passed on by others. */
  constant(at: number): TfConstant | undefined {
    let name = this.input[at];
    for (let steps = 0; name !== undefined && steps < passes; steps++) {
      const found = this.graph.constants.get(name);
      const node = this.graph.nodes.get(name);
      if (found !== undefined || node === undefined || !passing.has(node.op)) return found;
      [name] = tensorsRead(node);
    }
    return undefined;
  }

  /** Whether an operand comes from constants alone. */
  isFixed(at: number): boolean {
    return this.graph.fixed.has(this.input[at] ?? '');
  }

  /** The numbers of a small constant, or half a sentence about why they can't be known. */
  numbers(at: number): readonly number[] | string {
    const constant = this.constant(at);
    const found: Numbers | undefined = constant === undefined ? undefined : this.graph.numbers(constant.name);
    if (found === undefined) return 'its sizes are computed, or not in the file';
    return 'missing' in found ? `its sizes lie in ${found.missing}, which is to be in the same folder` : found;
  }

  ints(name: string): readonly number[] | undefined {
    return this.node.attr[name]?.list?.i;
  }
}

/** Operations that give what they read. */
export const passing: ReadonlySet<string> = new Set(['CheckNumerics', 'EnsureShape', 'Identity', 'PlaceholderWithDefault', 'PreventGradient', 'ReadVariableOp', 'Snapshot', 'StopGradient']); // prettier-ignore

/** Operations that a constant may be passed on by. */
const passes = 20;

/** `a` for `a:0`; `^a` is none. What a loop gives back to its beginning is left out. */
export function tensorsRead({ input, op }: TfNode): readonly string[] {
  const tensors = input.filter((name) => !name.startsWith('^')).map((name) => name.replace(/:0$/, ''));
  return op === 'Merge' ? tensors.slice(0, 1) : tensors;
}

/** The operation that gives a tensor. */
export function makerOf(tensor: string): string {
  return tensor.replace(/:\d+$/, '');
}
