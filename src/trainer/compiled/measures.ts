import { isKind } from '../../model/layer';
import { blockProbes } from '../eager/measure';
import { type } from './graph/attributes';
import type { GraphBuilder, Tensor } from './graph/graphBuilder';
import { addUp, asReal, elementwise, halfSquare, pack, readVariable, reduce, scalar } from './graph/operations';
import type { NetworkParts, WrittenLayer } from './forwardPass';
import type { Gate } from './gate';
import type { Memory } from './networkTensors';
import type { ParameterUpdate } from './updates';

/** What live metrics are computed from. */
export interface MeasureParts extends NetworkParts {
  readonly layers: readonly WrittenLayer[];
  readonly updates: readonly ParameterUpdate[];
  readonly gate: Gate;
}

/**
 * All live metrics of a step as one vector: for each parameter ½‖update‖², then ½‖gradient‖², then ½‖value‖² before the update; for
 * each block ½‖branch‖², then ½‖shortcut‖² (NaN where there is none); for each ReLU the share of outputs above zero.
 */
export function writeMeasures(parts: MeasureParts): Tensor {
  const { graph, gate, updates } = parts;
  const moved = updates.map((update) => graph.within('measure/update', () => updateSize(graph, update)));
  const still = [
    ...updates.map(({ gradient }) => halfSquare(graph, gradient.gradient)),
    ...updates.map(({ tensor }) => addUp(graph, tensor.memories.map((memory) => valueSize(graph, memory)))), // prettier-ignore
  ];
  const rest = [...blockSizes(parts, 'branch'), ...blockSizes(parts, 'shortcut'), ...activeShares(parts)];
  const nothing = scalar(graph, Number.NaN);
  return graph.within('measure', () => {
    const seen = pack(graph, [...still, ...rest]);
    const changed = gate.otherwise(pack(graph, moved), pack(graph, moved.map(() => nothing))); // prettier-ignore
    return graph.node('ConcatV2', {
      inputs: [changed, seen, graph.constant(Int32Array.of(0), [])],
      attributes: { T: type('float'), N: { i: 2 }, Tidx: type('int32') },
      name: 'metrics',
    });
  });
}

function valueSize(graph: GraphBuilder, { value, sizeHandle }: Memory): Tensor {
  return sizeHandle === undefined ? halfSquare(graph, value) : readVariable(graph, sizeHandle);
}

/** Of what has really been added to the parameter; the parts that stay as they are add nothing. */
function updateSize(graph: GraphBuilder, { tensor, effects }: ParameterUpdate): Tensor {
  const changes = tensor.memories.flatMap(({ handle, value }, index) => {
    const after = effects[index] ?? [];
    if (after.length === 0) return [];
    return [elementwise(graph, 'Sub', [readVariable(graph, handle, { after }), value])];
  });
  return addUp(graph, changes.map((change) => halfSquare(graph, change))); // prettier-ignore
}

function blockSizes({ graph, architecture, layers }: MeasureParts, path: 'branch' | 'shortcut'): Tensor[] {
  const probes = blockProbes(architecture);
  return layers.flatMap(({ call, y }) => {
    const found = probes.get(call.layer.name);
    if (found === undefined) return [];
    const index = found.findIndex((probe) => probe.path === path);
    const seen = isKind(call.layer, 'add') ? call.inputs[index] : y;
    return index < 0 || seen === undefined ? [scalar(graph, Number.NaN)] : [halfSquare(graph, asReal(graph, seen.tensor, 'float'))]; // prettier-ignore
  });
}

function activeShares({ graph, layers }: MeasureParts): Tensor[] {
  return layers
    .filter(({ call }) => isKind(call.layer, 'relu'))
    .map(({ call, y }) => {
      const axes = [0, ...call.output.map((_, axis) => axis + 1)];
      return reduce(graph, 'Mean', { x: asReal(graph, onesWherePositive(graph, y.tensor), 'float'), axes });
    });
}

/** ⌈min(y, 1)⌉: of what no output of a ReLU differs in from its sign, but vectorised. */
function onesWherePositive(graph: GraphBuilder, y: Tensor): Tensor {
  return elementwise(graph, 'Ceil', [
    elementwise(graph, 'Minimum', [y, asReal(graph, scalar(graph, 1), graph.realOf(y))]),
  ]);
}
