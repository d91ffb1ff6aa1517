import { elements, type Architecture, type Kind, type Layer, type Shape } from '../model/layer';
import { tensorsOf, type TensorSpec } from '../model/tensorRules';
import { seededRandom, type Random } from './data/random';
import { initialisations, type Start, type Started } from './initialisations';

interface Call {
  readonly architecture: Architecture;
  readonly random: Random;
}

type Initialisers = { readonly [K in Kind]: (layer: Layer<K>, spec: TensorSpec, call: Call) => Start };

/** Of layers without tensors. */
const none = (): Start => () => 0;

const initialisers: Initialisers = {
  input: none,
  conv2d: (layer, spec, call) => {
    const { initialBias } = layer.attributes;
    return initialBias !== undefined && isBias(spec) ? () => initialBias : startOf(layer, spec, call);
  },
  batchNorm2d: (_, spec) => {
    const value = /\.(weight|running_var)$/.test(spec.name) ? 1 : 0;
    return () => value;
  },
  relu: none,
  maxPool2d: none,
  avgPool2d: none,
  adaptiveAvgPool2d: none,
  localResponseNorm: none,
  flatten: none,
  linear: (layer, spec, call) => startOf(layer, spec, call),
  add: none,
  multiply: none,
  scale: none,
  sigmoid: none,
  dropout: none,
  stochasticDepth: none,
  paddedIdentity: none,
};

/** The values that a network starts from, in PyTorch's layouts; the same seed gives the same values everywhere. */
export function initialValues(architecture: Architecture, seed: number): ReadonlyMap<string, Float32Array> {
  const call = { architecture, random: seededRandom(seed) };
  return new Map(architecture.layers.flatMap((layer) => valuesOf(layer, call)));
}

function valuesOf<K extends Kind>(layer: Layer<K>, call: Call): (readonly [string, Float32Array])[] {
  return tensorsOf(layer).map((spec) => [spec.name, filled(spec, initialisers[layer.kind](layer, spec, call))]);
}

function startOf<K extends 'conv2d' | 'linear'>(layer: Layer<K>, spec: TensorSpec, call: Call): Start {
  const { architecture, random } = call;
  const rules = initialisations[architecture.initialisation ?? 'resnet'][layer.kind];
  const isLast = layer.name === architecture.layers.at(-1)?.name;
  return rules[isBias(spec) ? 'bias' : 'weight']({ ...fansOf(tensorsOf(layer)[0]?.shape ?? []), isLast, random });
}

function isBias({ name }: TensorSpec): boolean {
  return name.endsWith('.bias');
}

/** torch.nn.init's, of a weight [out, in / groups, k, k] or [out, in]. */
function fansOf([out = 0, inputs = 0, ...kernel]: Shape): Pick<Started, 'fanIn' | 'fanOut'> {
  const field = elements(kernel);
  return { fanIn: inputs * field, fanOut: out * field };
}

function filled(spec: TensorSpec, next: Start): Float32Array {
  const values = new Float32Array(elements(spec.shape));
  for (let index = 0; index < values.length; index++) values[index] = next();
  return values;
}
