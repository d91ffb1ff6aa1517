import { isKind, type Layer, type Shape } from '../../model/layer';
import { tensorsOf } from '../../model/tensorRules';
import { inTensorFlowLayout } from '../permuted';

/** A weight as TensorFlow.js has it in its files. */
export interface LayersWeight {
  readonly name: string;
  readonly shape: Shape;
  readonly values: Float32Array;
}

/** Keras's words, by the kind of layer that owns the tensor. */
const words: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  conv2d: { weight: 'kernel', bias: 'bias' },
  linear: { weight: 'kernel', bias: 'bias' },
  batchNorm2d: { weight: 'gamma', bias: 'beta', running_mean: 'moving_mean', running_var: 'moving_variance' },
};

/** A layer's weights in TensorFlow's layouts; those of grouped convolutions, which TensorFlow.js has not, as of one group, with zeros between the groups. */
export function layersWeights(layer: Layer, valuesOf: (name: string) => Float32Array): readonly LayersWeight[] {
  return tensorsOf(layer).map(({ name, shape }) => {
    const word = words[layer.kind]?.[name.slice(layer.name.length + 1)] ?? '';
    const whole = isGrouped(layer) && shape.length === 4 ? ungrouped(valuesOf(name), layer) : { values: valuesOf(name), shape }; // prettier-ignore
    return { name: `${layer.name}/${word}`, ...inTensorFlowLayout(whole.values, whole.shape) };
  });
}

export function isGrouped(layer: Layer): layer is Layer<'conv2d'> {
  return isKind(layer, 'conv2d') && layer.attributes.groups > 1;
}

/** [O, I / groups, K, K] as [O, I, K, K]. */
function ungrouped(values: Float32Array, { attributes }: Layer<'conv2d'>): Omit<LayersWeight, 'name'> {
  const { outChannels, inChannels, kernel, groups } = attributes;
  const row = (inChannels / groups) * kernel ** 2;
  const whole = new Float32Array(outChannels * row * groups);
  for (let filter = 0; filter < outChannels; filter++) {
    const group = Math.floor(filter / (outChannels / groups));
    whole.set(values.subarray(filter * row, (filter + 1) * row), (filter * groups + group) * row);
  }
  return { values: whole, shape: [outChannels, inChannels, kernel, kernel] };
}
