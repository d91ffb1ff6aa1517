import { elements, type Kind, type Layer, type Shape } from './layer';

/** A tensor that a layer owns, under torchvision's `state_dict` name and layout (OIHW for convolutions). */
export interface TensorSpec {
  readonly name: string;
  readonly role: 'parameter' | 'buffer';
  readonly shape: Shape;
}

type Owned = readonly (readonly [suffix: string, role: TensorSpec['role'], shape: Shape])[];
type TensorRules = { readonly [K in Kind]: (layer: Layer<K>) => Owned };

const none = (): Owned => [];

const tensorRules: TensorRules = {
  input: none,
  conv2d: ({ attributes: a }) => [
    ['weight', 'parameter', [a.outChannels, a.inChannels / a.groups, a.kernel, a.kernel]],
    ...(a.bias ? ([['bias', 'parameter', [a.outChannels]]] as const) : []),
  ],
  batchNorm2d: ({ attributes: { channels } }) => [
    ['weight', 'parameter', [channels]],
    ['bias', 'parameter', [channels]],
    ['running_mean', 'buffer', [channels]],
    ['running_var', 'buffer', [channels]],
  ],
  relu: none,
  maxPool2d: none,
  avgPool2d: none,
  adaptiveAvgPool2d: none,
  localResponseNorm: none,
  flatten: none,
  linear: ({ attributes: a }) => [
    ['weight', 'parameter', [a.outFeatures, a.inFeatures]],
    ...(a.bias ? ([['bias', 'parameter', [a.outFeatures]]] as const) : []),
  ],
  add: none,
  multiply: none,
  scale: none,
  sigmoid: none,
  dropout: none,
  stochasticDepth: none,
  paddedIdentity: none,
};

/** The parameters and buffers of a layer; `num_batches_tracked`, a counter, is not among them. */
export function tensorsOf<K extends Kind>(layer: Layer<K>): readonly TensorSpec[] {
  return tensorRules[layer.kind](layer).map(([suffix, role, shape]) => ({
    name: `${layer.name}.${suffix}`,
    role,
    shape,
  }));
}

/** How many numbers of a role a layer owns. */
export function tensorElements(layer: Layer, role: TensorSpec['role']): number {
  return tensorsOf(layer)
    .filter((tensor) => tensor.role === role)
    .reduce((sum, tensor) => sum + elements(tensor.shape), 0);
}
