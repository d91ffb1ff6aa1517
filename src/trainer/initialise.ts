import { elements, type Architecture, type Kind, type Layer } from '../model/layer';
import { tensorsOf, type TensorSpec } from '../model/tensorRules';
import { seededRandom, type Random } from './data/random';

type Initialisers = { readonly [K in Kind]: (layer: Layer<K>, spec: TensorSpec, random: Random) => Float32Array };

const nothing = (_: Layer, spec: TensorSpec): Float32Array => new Float32Array(elements(spec.shape));

const initialisers: Initialisers = {
  input: nothing,
  /** Weights: Kaiming normal by fan-out, He et al. 2015 ("Delving Deep into Rectifiers", §2.2); biases as torch.nn.Conv2d's default. */
  conv2d: ({ attributes: { kernel, inChannels, outChannels } }, spec, random) => {
    if (spec.name.endsWith('.bias')) return uniform(spec, random, 1 / Math.sqrt(kernel * kernel * inChannels));
    const deviation = Math.sqrt(2 / (kernel * kernel * outChannels));
    return filled(spec, () => deviation * random.normal());
  },
  batchNorm2d: (_, spec) =>
    new Float32Array(elements(spec.shape)).fill(/\.(weight|running_var)$/.test(spec.name) ? 1 : 0),
  relu: nothing,
  maxPool2d: nothing,
  adaptiveAvgPool2d: nothing,
  flatten: nothing,
  /** torch.nn.Linear's default: weight and bias uniform within ±1/√in. */
  linear: ({ attributes: { inFeatures } }, spec, random) => uniform(spec, random, 1 / Math.sqrt(inFeatures)),
  add: nothing,
  paddedIdentity: nothing,
};

/** The values that a network starts from, in PyTorch's layouts; the same seed gives the same values everywhere. */
export function initialValues(architecture: Architecture, seed: number): ReadonlyMap<string, Float32Array> {
  const random = seededRandom(seed);
  return new Map(architecture.layers.flatMap((layer) => valuesOf(layer, random)));
}

function valuesOf<K extends Kind>(layer: Layer<K>, random: Random): (readonly [string, Float32Array])[] {
  return tensorsOf(layer).map((spec) => [spec.name, initialisers[layer.kind](layer, spec, random)]);
}

function uniform(spec: TensorSpec, random: Random, bound: number): Float32Array {
  return filled(spec, () => bound * (2 * random.uniform() - 1));
}

function filled(spec: TensorSpec, next: () => number): Float32Array {
  const values = new Float32Array(elements(spec.shape));
  for (let index = 0; index < values.length; index++) values[index] = next();
  return values;
}
