import { totalsOf, type LayerFacts, type Totals } from './analyze';
import type { Architecture, Shape } from './layer';
import { receptiveFields, type ReceptiveField } from './receptiveField';

/** A line about a network: a layer, or all layers whose paths begin alike. */
export interface DescribedRow {
  readonly name: string;
  /** A layer's kind; empty for several layers. */
  readonly kind: string;
  /** How many of the paths above it have a line of their own. */
  readonly depth: number;
  readonly input: Shape;
  readonly output: Shape;
  readonly totals: Totals;
  readonly field: ReceptiveField;
}

/** The tree of module paths as lines, each group before its members: layer2, layer2.0, layer2.0.conv1 … */
export function describedRows(architecture: Architecture, layers: readonly LayerFacts[]): readonly DescribedRow[] {
  const fields = receptiveFields(architecture);
  return rowsUnder('', layers, { depth: 0, fields });
}

interface Under {
  readonly depth: number;
  readonly fields: ReadonlyMap<string, ReceptiveField>;
}

function rowsUnder(path: string, layers: readonly LayerFacts[], under: Under): DescribedRow[] {
  const groups = new Map<string, LayerFacts[]>();
  for (const facts of layers) {
    const key = facts.layer.name.slice(path.length).split('.', 1).join();
    const isLeaf = path.length + key.length === facts.layer.name.length;
    const name = isLeaf ? facts.layer.name : `${path}${key}.`;
    groups.set(name, [...(groups.get(name) ?? []), facts]);
  }
  return [...groups].flatMap(([name, members]) => {
    const deeper = { ...under, depth: under.depth + 1 };
    return name.endsWith('.')
      ? [rowOf({ name: name.slice(0, -1), kind: '', layers: members }, under), ...rowsUnder(name, members, deeper)]
      : members.map((facts) => rowOf({ name, kind: facts.layer.kind, layers: [facts] }, under));
  });
}

interface Member {
  readonly name: string;
  readonly kind: string;
  readonly layers: readonly LayerFacts[];
}

function rowOf({ name, kind, layers }: Member, { depth, fields }: Under): DescribedRow {
  const last = layers.at(-1);
  return {
    ...{ name, kind, depth },
    input: layers[0]?.input ?? [],
    output: last?.output ?? [],
    totals: totalsOf(layers),
    field: fields.get(last?.layer.name ?? '') ?? { size: 1, stride: 1 },
  };
}

/** `435/32`: pixels that a value sees, and pixels from one to the next. */
export function fieldText({ size, stride }: ReceptiveField): string {
  return Number.isFinite(size) ? `${size}/${stride}` : 'all';
}
