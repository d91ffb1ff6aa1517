import { elements, formatShape, type Kind, type Layer, type LayerAttributes, type Shape } from './layer';
import { pooledCount } from './windows';

/** The output's shape, or a sentence saying why there is none. */
export type ShapeResult = Shape | string;

type ShapeRules = { readonly [K in Kind]: (layer: Layer<K>, input: Shape, inputs: readonly Shape[]) => ShapeResult };

const shapeRules: ShapeRules = {
  input: (layer) => layer.attributes.shape,
  conv2d: (layer, input) => {
    const { inChannels, outChannels, groups } = layer.attributes;
    if (input[0] !== inChannels) return `expects ${inChannels} channels but gets ${formatShape(input)}`;
    if (outChannels < 1) return 'its output would have no channels; make it wider';
    if (inChannels % groups !== 0 || outChannels % groups !== 0)
      return `its ${inChannels} and ${outChannels} channels do not fall into ${groups} groups`;
    return windowed(input, outChannels, layer.attributes);
  },
  batchNorm2d: (layer, input) =>
    input[0] === layer.attributes.channels
      ? input
      : `expects ${layer.attributes.channels} channels but gets ${formatShape(input)}`,
  relu: (_, input) => input,
  maxPool2d: (layer, input) => windowed(input, input[0] ?? 0, layer.attributes),
  avgPool2d: ({ attributes }, input) => averaged(input, attributes),
  adaptiveAvgPool2d: ({ attributes }, input) => [input[0] ?? 0, attributes.output, attributes.output],
  localResponseNorm: (_, input) => input,
  flatten: (_, input) => [elements(input)],
  linear: ({ attributes }, input) =>
    input.length === 1 && input[0] === attributes.inFeatures
      ? [attributes.outFeatures]
      : `expects ${attributes.inFeatures} features but gets ${formatShape(input)}`,
  add: (_, input, inputs) =>
    inputs.every((other) => formatShape(other) === formatShape(input))
      ? input
      : `cannot add ${inputs.map(formatShape).join(' and ')}: the shapes differ`,
  multiply: (_, input, inputs) => {
    const product = inputs.find((other) => !isOneValueAChannel(other)) ?? input;
    const fits = (other: Shape): boolean =>
      formatShape(other) === formatShape(product) ||
      (isOneValueAChannel(other) && other.length === product.length && other[0] === product[0]);
    return inputs.every(fits)
      ? product
      : `cannot multiply ${inputs.map(formatShape).join(' and ')}: the shapes do not fit`;
  },
  scale: (_, input) => input,
  sigmoid: (_, input) => input,
  dropout: (_, input) => input,
  stochasticDepth: (_, input) => input,
  paddedIdentity: ({ attributes: { outChannels, stride } }, input) =>
    outChannels < (input[0] ?? 0)
      ? `cannot pad ${input[0] ?? 0} channels to ${outChannels}; make it wider, or take another shortcut`
      : [outChannels, ...input.slice(1).map((size) => Math.ceil(size / stride))],
};

function isOneValueAChannel(shape: Shape): boolean {
  return shape.slice(1).every((size) => size === 1);
}

interface Window {
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
}

/** ⌊(size + 2·padding − kernel) / stride⌋ + 1 in each direction. */
function windowed(input: Shape, channels: number, { kernel, stride, padding }: Window): ShapeResult {
  const sizes = input.slice(1).map((size) => Math.floor((size + 2 * padding - kernel) / stride) + 1);
  if (sizes.some((size) => size < 1))
    return `its output would be empty: a ${kernel}×${kernel} window over ${formatShape(input)} with padding ${padding}; use a larger input`;
  return [channels, ...sizes];
}

/** As many windows in each direction as it takes to reach the edge. */
function averaged(input: Shape, window: LayerAttributes['avgPool2d']): ShapeResult {
  const sizes = input.slice(1).map((size) => pooledCount(size, window));
  if (sizes.every((size) => size > 0)) return [input[0] ?? 0, ...sizes];
  const { kernel, stride } = window;
  return `its output would be empty: a ${kernel}×${kernel} window of stride ${stride} over ${formatShape(input)}; use a larger input`;
}

/** Shape of a layer's output from the shapes of its inputs. */
export function outputShape<K extends Kind>(layer: Layer<K>, inputs: readonly Shape[]): ShapeResult {
  return shapeRules[layer.kind](layer, inputs[0] ?? [], inputs);
}
