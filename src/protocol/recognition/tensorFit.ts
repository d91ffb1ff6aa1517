import { formatShape, isKind, type Architecture, type Layer, type Shape } from '../../model/layer';
import { tensorsOf, type TensorSpec } from '../../model/tensorRules';

/** A file's tensors by name. */
export type TensorShapes = ReadonlyMap<string, Shape>;

/** How a network's tensors differ from a file's. */
export interface Misfit {
  /** How many tensors are missing, without a place, or of another shape. */
  readonly count: number;
  /** The file's first such tensor, or else the first that is missing, in half a sentence. */
  readonly first: string;
}

/** Nothing where a network has the file's tensors, all of them and no other; counters of batches may be there or not. */
export function misfitOf(architecture: Architecture, shapes: TensorShapes): Misfit | undefined {
  const specs = new Map(specsOf(architecture).map((spec) => [spec.name, spec]));
  const counters = new Set(architecture.layers.filter((layer) => isKind(layer, 'batchNorm2d')).map(counterOf));
  const wrong = [...shapes].flatMap(([name, shape]) =>
    counters.has(name) && shape.length === 0 ? [] : faultsOf(name, shape, specs.get(name)),
  );
  const missing = [...specs.keys()].filter((name) => !shapes.has(name)).map((name) => `it lacks ${quoted(name)}`);
  const [first] = [...wrong, ...missing];
  return first === undefined ? undefined : { count: wrong.length + missing.length, first };
}

/** The network's tensors, counters left out. */
function specsOf(architecture: Architecture): readonly TensorSpec[] {
  return architecture.layers.flatMap((layer) => tensorsOf(layer));
}

/** `tensor "conv1.weight" (64×3×7×7)`, cut short. */
export function quotedTensor(name: string, shape: Shape): string {
  return `tensor ${quoted(name)} (${shape.length === 0 ? 'one number' : formatShape(shape)})`;
}

function faultsOf(name: string, shape: Shape, spec: TensorSpec | undefined): string[] {
  if (spec === undefined) return [`its ${quotedTensor(name, shape)} has no place there`];
  const isSame = spec.shape.length === shape.length && spec.shape.every((size, axis) => size === shape[axis]);
  return isSame ? [] : [`its ${quotedTensor(name, shape)} would have to be ${formatShape(spec.shape)}`];
}

function counterOf({ name }: Layer): string {
  return `${name}.num_batches_tracked`;
}

function quoted(name: string): string {
  return JSON.stringify(name.length > 100 ? `${name.slice(0, 100)}…` : name);
}
