import type { Kind, Layer, LayerAttributes, Shape } from './layer';

/** The names of all kinds' attributes. */
type AttributeName = {
  [K in Kind]: string extends keyof LayerAttributes[K] ? never : keyof LayerAttributes[K];
}[Kind];

type Value = number | boolean | Shape;

const window = (size: string): string => `${size}×${size}`;

/** How each attribute's change is told; `from` and `to` are its values in words. */
const sentences: Readonly<Record<AttributeName, (from: string, to: string) => string>> = {
  shape: (from, to) => `image ${from} → ${to}`,
  inChannels: (from, to) => `${from} → ${to} input channels`,
  outChannels: (from, to) => `${from} → ${to} channels`,
  kernel: (from, to) => `kernel ${window(from)} → ${window(to)}`,
  stride: (from, to) => `stride ${from} → ${to}`,
  padding: (from, to) => `padding ${from} → ${to}`,
  groups: (from, to) => `groups ${from} → ${to}`,
  bias: (from, to) => `bias: ${from} → ${to}`,
  initialBias: (from, to) => `bias starts from ${from} → ${to}`,
  channels: (from, to) => `${from} → ${to} channels`,
  epsilon: (from, to) => `epsilon ${from} → ${to}`,
  momentum: (from, to) => `momentum ${from} → ${to}`,
  output: (from, to) => `output ${window(from)} → ${window(to)}`,
  size: (from, to) => `over ${from} → ${to} channels`,
  alpha: (from, to) => `alpha ${from} → ${to}`,
  beta: (from, to) => `beta ${from} → ${to}`,
  k: (from, to) => `k ${from} → ${to}`,
  inFeatures: (from, to) => `${from} → ${to} input features`,
  outFeatures: (from, to) => `${from} → ${to} output features`,
  factor: (from, to) => `factor ${from} → ${to}`,
  p: (from, to) => `probability of zero ${from} → ${to}`,
  survival: (from, to) => `survival ${from} → ${to}`,
};

/** `stride 1 → 2`, `64 → 128 channels`: what two layers of one kind have otherwise, a phrase each. */
export function attributeChanges(left: Layer, right: Layer): readonly string[] {
  if (JSON.stringify(left.attributes) === JSON.stringify(right.attributes)) return []; // most are the same, and this is quick
  const [from, to] = [valuesOf(left), valuesOf(right)];
  return attributeNames
    .filter((name) => textOf(from.get(name)) !== textOf(to.get(name)))
    .map((name) => sentences[name](textOf(from.get(name)), textOf(to.get(name))));
}

const attributeNames = Object.keys(sentences) as AttributeName[]; // the table has these keys and no others

function valuesOf({ attributes }: Layer): ReadonlyMap<string, Value> {
  return new Map(Object.entries<Value>(attributes));
}

function textOf(value: Value | undefined): string {
  if (value === undefined) return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'number' ? String(Number(value.toPrecision(6))) : value.join('×');
}
