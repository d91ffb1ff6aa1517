import { elements, type Architecture, type Layer, type Shape } from './layer';
import { macsOf } from './macRules';
import { outputShape } from './shapeRules';
import { tensorElements } from './tensorRules';

/** What is known of a layer once its input's shape is known. */
export interface LayerFacts {
  readonly layer: Layer;
  /** Shape of the first input; of an `input` layer, its own. */
  readonly input: Shape;
  readonly output: Shape;
  readonly params: number;
  readonly buffers: number;
  readonly macs: number;
  /** Bytes of the output for one image in float32. */
  readonly activationBytes: number;
}

/** A fault in an architecture: the layer and a sentence about it. */
export interface Problem {
  readonly layer: string;
  readonly message: string;
}

export interface Totals {
  readonly params: number;
  readonly buffers: number;
  readonly macs: number;
  readonly activationBytes: number;
}

/** The facts of every layer up to the first problem; `problems` is empty for a sound architecture. */
export interface Analysis {
  readonly layers: readonly LayerFacts[];
  readonly totals: Totals;
  readonly problems: readonly Problem[];
}

/** Infers shapes and costs layer by layer; never throws. */
export function analyze(architecture: Architecture): Analysis {
  const facts = new Map<string, LayerFacts>();
  const problems: Problem[] = [];
  for (const layer of architecture.layers) {
    const found = factsOf(layer, facts);
    if (typeof found === 'string') {
      problems.push({ layer: layer.name, message: `Layer "${layer.name}" (${layer.kind}): ${found}.` });
      break;
    }
    facts.set(layer.name, found);
  }
  const layers = [...facts.values()];
  return { layers, totals: totalsOf(layers), problems };
}

/** Sums over some layers: a block, a stage or the network. */
export function totalsOf(layers: readonly LayerFacts[]): Totals {
  const sum = (of: (facts: LayerFacts) => number): number => layers.reduce((total, facts) => total + of(facts), 0);
  return {
    params: sum((facts) => facts.params),
    buffers: sum((facts) => facts.buffers),
    macs: sum((facts) => facts.macs),
    activationBytes: sum((facts) => facts.activationBytes),
  };
}

function factsOf(layer: Layer, earlier: ReadonlyMap<string, LayerFacts>): LayerFacts | string {
  if (earlier.has(layer.name)) return 'its name is taken by an earlier layer';
  const inputs: Shape[] = [];
  for (const name of layer.inputs) {
    const source = earlier.get(name);
    if (source === undefined) return `its input "${name}" is no earlier layer`;
    inputs.push(source.output);
  }
  const output = outputShape(layer, inputs);
  if (typeof output === 'string') return output;
  return {
    layer,
    input: inputs[0] ?? output,
    output,
    params: tensorElements(layer, 'parameter'),
    buffers: tensorElements(layer, 'buffer'),
    macs: macsOf(layer, output),
    activationBytes: 4 * elements(output),
  };
}
