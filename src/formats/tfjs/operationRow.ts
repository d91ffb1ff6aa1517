import type { Shape } from '../../model/layer';
import type { GraphNode, GraphTensor } from '../graph/graph';

/** A constant of an operation; its numbers are given where they matter. */
export interface RowConstant {
  readonly dims: Shape;
  readonly numbers?: readonly number[];
}

/** One operation in ONNX's words; it reads what the one before it in its row gives, the first one what its layer reads. */
export interface RowOperation extends Partial<Omit<GraphNode, 'input' | 'output' | 'name'>> {
  readonly opType: string;
  /** What it reads behind that. */
  readonly constants?: readonly RowConstant[];
}

/** Where a row stands in the graph; tensors by their names. */
interface Place {
  readonly name: string;
  /** What the file calls the operation. */
  readonly called: string;
  readonly input: readonly string[];
  /** The first is what the last operation gives. */
  readonly output: readonly string[];
}

/** What TensorFlow.js's operations that are not known here belong to, so that none is taken for one of ONNX's. */
export const foreign = 'tensorflow';

/** A row of operations as the graph has them; an empty row changes nothing. */
export function writeRow(
  row: readonly RowOperation[],
  { name, called, input, output }: Place,
): { readonly node: readonly GraphNode[]; readonly initializer: readonly GraphTensor[] } {
  const initializer: GraphTensor[] = [];
  const operations = row.length === 0 ? [{ opType: 'Identity' }] : row;
  const node = operations.map(({ constants = [], ...operation }: RowOperation, at): GraphNode => {
    const given = constants.map(({ dims, numbers }, index) => ({ name: `${name} ${at}.${index}`, dims, numbers }));
    initializer.push(...given);
    return {
      ...{ name, domain: '', attribute: [], ...operation },
      called: operation.domain === foreign ? undefined : called,
      input: [...(at === 0 ? input : [`${name} ${at - 1}`]), ...given.map((constant) => constant.name)],
      output: at === operations.length - 1 ? output : [`${name} ${at}`],
    };
  });
  return { node, initializer };
}
