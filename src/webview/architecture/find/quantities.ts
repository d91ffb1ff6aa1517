import { isKind, type Layer } from '../../../model/layer';
import type { Subject } from '../../../drawing/graph/network';

export type Comparison = '>' | '>=' | '<' | '<=' | '=';

/** A number that things can be compared by; NaN where they have none. */
export type Quantity = (subject: Subject) => number;

type Windowed = Readonly<Record<'kernel' | 'stride' | 'padding' | 'groups', number>>;

const quantities: Readonly<Record<string, Quantity>> = {
  params: ({ totals }) => totals.params,
  macs: ({ totals }) => totals.macs,
  flops: ({ totals }) => 2 * totals.macs,
  activations: ({ totals }) => totals.activationBytes,
  channels: ({ output: [channels = NaN] }) => channels,
  size: ({ output: [, height = NaN] }) => height,
  stride: windowOf('stride'),
  kernel: windowOf('kernel'),
  padding: windowOf('padding'),
  groups: windowOf('groups'),
};

/** Other words for them. */
const synonyms: Readonly<Record<string, string>> = {
  parameters: 'params',
  param: 'params',
  parameter: 'params',
  mac: 'macs',
  bytes: 'activations',
  strides: 'stride',
  height: 'size',
  width: 'size',
};

/** All names of quantities, in small letters. */
export const quantityNames = [...Object.keys(quantities), ...Object.keys(synonyms)];

/** The quantity of a name, or a sentence that says which there are. */
export function quantityNamed(name: string): Quantity | string {
  const key = name.toLowerCase();
  const known = synonyms[key] ?? key;
  const found = Object.hasOwn(quantities, known) ? quantities[known] : undefined;
  return found ?? `“${name}” is nothing that can be compared: take ${Object.keys(quantities).join(', ')}.`;
}

const compares: Readonly<Record<Comparison, (a: number, b: number) => boolean>> = {
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '=': (a, b) => a === b,
};

export function holds(a: number, by: Comparison, b: number): boolean {
  return compares[by](a, b);
}

/** Of a single layer with a window. */
function windowOf(name: keyof Windowed): Quantity {
  return ({ type, layers: [first] }) => (type === 'layer' && first !== undefined ? attribute(first.layer, name) : NaN);
}

function attribute(layer: Layer, name: keyof Windowed): number {
  const has =
    isKind(layer, 'conv2d') ||
    isKind(layer, 'maxPool2d') ||
    isKind(layer, 'avgPool2d') ||
    isKind(layer, 'paddedIdentity');
  const found = has ? new Map<string, unknown>(Object.entries(layer.attributes)).get(name) : undefined;
  return typeof found === 'number' ? found : NaN;
}
