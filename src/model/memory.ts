import type { LayerFacts } from './analyze';
import type { Kind } from './layer';

/** Bytes for one image in float32, parameters not counted. */
export interface Memory {
  /** The most that a forward pass has at a time when each output is freed after its last use. */
  readonly inferencePeak: number;
  /** What a forward pass keeps for the backward pass. */
  readonly keptForBackward: number;
  /** The most that forward and backward pass have at a time, gradients included. */
  readonly trainingPeak: number;
}

type Needs = readonly ('inputs' | 'output')[];

/** Which tensors a layer's gradient is computed from; those of additions, means, scales and pads need none. */
const needs: Readonly<Record<Kind, Needs>> = {
  input: [],
  conv2d: ['inputs'],
  batchNorm2d: ['inputs'],
  relu: ['output'],
  maxPool2d: ['inputs', 'output'],
  avgPool2d: [],
  adaptiveAvgPool2d: [],
  localResponseNorm: ['inputs'],
  flatten: [],
  linear: ['inputs'],
  add: [],
  multiply: ['inputs'],
  scale: [],
  sigmoid: ['output'],
  dropout: ['output'],
  stochasticDepth: [],
  paddedIdentity: [],
};

/** What a pass over the layers needs, by liveness: nothing is computed in place, and nothing is kept longer than it is used. */
export function memoryOf(layers: readonly LayerFacts[]): Memory {
  const bytes = new Map(layers.map(({ layer, activationBytes }) => [layer.name, activationBytes]));
  const sizeOf = (name: string): number => bytes.get(name) ?? 0;
  const kept = keptTensors(layers);
  return {
    inferencePeak: forwardPeak(layers, sizeOf, new Set()),
    keptForBackward: sum(kept, sizeOf),
    trainingPeak: Math.max(forwardPeak(layers, sizeOf, kept), backwardPeak(layers, sizeOf, kept)),
  };
}

type SizeOf = (name: string) => number;

/** The outputs that gradients are computed from. */
function keptTensors(layers: readonly LayerFacts[]): ReadonlySet<string> {
  return new Set(layers.flatMap((facts) => neededBy(facts)));
}

function neededBy({ layer }: LayerFacts): readonly string[] {
  return needs[layer.kind].flatMap((what) => (what === 'inputs' ? layer.inputs : [layer.name]));
}

/** Each output lives until its last reader has run; those in `kept` live on. */
function forwardPeak(layers: readonly LayerFacts[], sizeOf: SizeOf, kept: ReadonlySet<string>): number {
  const lastUse = new Map<string, number>();
  layers.forEach(({ layer }, index) => {
    for (const name of [layer.name, ...layer.inputs]) lastUse.set(name, index);
  });
  let [live, peak] = [0, 0];
  layers.forEach(({ layer }, index) => {
    live += sizeOf(layer.name);
    peak = Math.max(peak, live);
    for (const name of new Set([layer.name, ...layer.inputs]))
      if (lastUse.get(name) === index && !kept.has(name) && index < layers.length - 1) live -= sizeOf(name);
  });
  return peak;
}

/** From the loss back: a gradient lives from its first part until its layer has passed it on, a kept output until its last use. */
function backwardPeak(layers: readonly LayerFacts[], sizeOf: SizeOf, kept: ReadonlySet<string>): number {
  const firstUse = new Map<string, number>();
  layers.forEach((facts, index) => {
    for (const name of neededBy(facts)) if (!firstUse.has(name)) firstUse.set(name, index);
  });
  const gradients = new Set<string>();
  let live = sum(kept, sizeOf);
  let peak = 0;
  const begin = (name: string): void => {
    if (gradients.has(name)) return;
    gradients.add(name);
    live += sizeOf(name);
  };
  for (const [index, facts] of [...layers.entries()].toReversed()) {
    begin(facts.layer.name);
    for (const name of facts.layer.inputs) begin(name);
    peak = Math.max(peak, live);
    live -= sizeOf(facts.layer.name);
    for (const name of new Set(neededBy(facts))) if (firstUse.get(name) === index) live -= sizeOf(name);
  }
  return peak;
}

function sum(names: Iterable<string>, sizeOf: SizeOf): number {
  let total = 0;
  for (const name of names) total += sizeOf(name);
  return total;
}
