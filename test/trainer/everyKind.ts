import type { Architecture, Initialisation, Kind, Layer, LayerAttributes } from '../../src/model/layer';
import type { Batch } from '../../src/trainer/data/assembleBatch';
import { seededRandom } from '../../src/trainer/data/random';

const input = [3, 8, 8];
const classes = 2;

function layer<K extends Kind>(kind: K, name: string, given: Call<K>): Layer {
  return { name, kind, attributes: given.attributes, inputs: given.inputs };
}

interface Call<K extends Kind> {
  readonly attributes: LayerAttributes[K];
  readonly inputs: readonly string[];
}

const convolution = { inChannels: 8, outChannels: 8, kernel: 3, stride: 1, padding: 1, groups: 1, bias: true };

const layers: readonly Layer[] = [
  layer('input', 'input', { attributes: { shape: input }, inputs: [] }),
  layer('conv2d', 'conv1', { attributes: { ...convolution, inChannels: 3, initialBias: 1 }, inputs: ['input'] }),
  layer('localResponseNorm', 'norm', { attributes: { size: 5, alpha: 1e-4, beta: 0.75, k: 2 }, inputs: ['conv1'] }),
  layer('relu', 'relu', { attributes: {}, inputs: ['norm'] }),
  layer('maxPool2d', 'pool', { attributes: { kernel: 2, stride: 2, padding: 0 }, inputs: ['relu'] }),
  layer('conv2d', 'conv2', { attributes: { ...convolution, groups: 2 }, inputs: ['pool'] }),
  layer('batchNorm2d', 'bn', { attributes: { channels: 8, epsilon: 1e-5, momentum: 0.1 }, inputs: ['conv2'] }),
  layer('adaptiveAvgPool2d', 'means', { attributes: { output: 1 }, inputs: ['bn'] }),
  layer('sigmoid', 'gate', { attributes: {}, inputs: ['means'] }),
  layer('multiply', 'gated', { attributes: {}, inputs: ['bn', 'gate'] }),
  layer('stochasticDepth', 'depth', { attributes: { survival: 0.75 }, inputs: ['gated'] }),
  layer('scale', 'scaled', { attributes: { factor: 0.5 }, inputs: ['pool'] }),
  layer('add', 'sum', { attributes: {}, inputs: ['depth', 'scaled'] }),
  layer('paddedIdentity', 'wider', { attributes: { stride: 1, outChannels: 10 }, inputs: ['sum'] }),
  layer('avgPool2d', 'smaller', { attributes: { kernel: 2, stride: 2 }, inputs: ['wider'] }),
  layer('adaptiveAvgPool2d', 'avgpool', { attributes: { output: 3 }, inputs: ['smaller'] }),
  layer('flatten', 'flat', { attributes: {}, inputs: ['avgpool'] }),
  layer('dropout', 'dropped', { attributes: { p: 0.25 }, inputs: ['flat'] }),
  layer('linear', 'hidden', { attributes: { inFeatures: 90, outFeatures: 6, bias: true }, inputs: ['dropped'] }),
  layer('linear', 'fc', { attributes: { inFeatures: 6, outFeatures: classes, bias: true }, inputs: ['hidden'] }),
];

/** A small network with a layer of every kind. */
export function everyKind(initialisation?: Initialisation): Architecture {
  const start = initialisation === undefined ? {} : { initialisation };
  return { name: 'every-kind', input, classes, layers, ...start };
}

/** Noise that is brighter on the left or on the right, which is what its label says. */
export function sidedBatch(count: number, seed: number): Batch {
  const random = seededRandom(seed);
  const images = Float32Array.from({ length: count * 8 * 8 * 3 }, (_, index) => {
    const onLeft = Math.floor(index / 3) % 8 < 4;
    return random.normal() + (onLeft === (Math.floor(index / 192) % 2 === 0) ? 1 : 0);
  });
  return { images, labels: Int32Array.from({ length: count }, (_, index) => index % 2), count };
}
