import type { LayerFacts } from '../../../model/analyze';
import { formatShape, type Kind, type Layer, type Shape } from '../../../model/layer';
import { exact } from '../../../protocol/format';

/** Sizes before and after a layer. */
interface Passage {
  readonly input: Shape;
  readonly output: Shape;
}

type Formulas = { readonly [K in Kind]: (layer: Layer<K>, passage: Passage) => readonly string[] };

const same = (): readonly string[] => ['As its input: each value by itself.'];

const windowed = (
  { attributes: { kernel, stride, padding } }: Layer<'conv2d' | 'maxPool2d'>,
  passage: Passage,
): readonly string[] => eachWay(passage, (size) => `⌊(${size} + 2·${padding} − ${kernel}) / ${stride}⌋ + 1`);

const formulas: Formulas = {
  input: () => ['The image, without the batch.'],
  conv2d: (layer, passage) => [...windowed(layer, passage), `Channels: ${layer.attributes.outChannels} filters.`],
  batchNorm2d: () => ['As its input: each channel by itself.'],
  relu: same,
  maxPool2d: windowed,
  avgPool2d: ({ attributes: { kernel, stride } }, passage) =>
    eachWay(passage, (size) => `min(⌈(${size} − ${kernel}) / ${stride}⌉ + 1, ⌈${size} / ${stride}⌉)`),
  adaptiveAvgPool2d: ({ attributes: { output } }) => [
    `${output}×${output} means a channel, whatever the input’s size.`,
  ],
  flatten: (_, { input, output }) => [`${input.join(' · ')} = ${exact(output[0] ?? 0)}`],
  linear: ({ attributes: { outFeatures } }) => [`One value a row of the matrix: ${exact(outFeatures)}.`],
  localResponseNorm: () => ['As its input: over neighbouring channels.'],
  add: () => ['As its inputs, which must be alike.'],
  multiply: () => ['As its larger input; one value a channel counts for all its pixels.'],
  scale: same,
  sigmoid: same,
  dropout: same,
  stochasticDepth: same,
  paddedIdentity: ({ attributes: { stride, outChannels } }, passage) => [
    ...eachWay(passage, (size) => `⌈${size} / ${stride}⌉`),
    `Channels: ${passage.input[0] ?? 0} + ${outChannels - (passage.input[0] ?? 0)} of zeros.`,
  ],
};

/** `⌊(32 + 2·3 − 7) / 2⌋ + 1 = 16`: how a layer's output gets its shape, in lines. */
export function shapeFormula<K extends Kind>(layer: Layer<K>, { input, output }: Passage): readonly string[] {
  return formulas[layer.kind](layer, { input, output });
}

/** Of several layers: those after which an image has another height, with the formula of each. */
export function sizeChanges(layers: readonly LayerFacts[]): readonly string[] {
  const changing = layers.filter(
    ({ input, output }) => input.length === 3 && output.length === 3 && input[1] !== output[1],
  );
  return changing.map(
    ({ layer, ...passage }) => `${layer.name}: ${shapeFormula(layer, passage)[0] ?? formatShape(passage.output)}`,
  );
}

/** One line where height and width are alike, else two. */
function eachWay({ input, output }: Passage, formula: (size: number) => string): readonly string[] {
  const [, height = 0, width = 0] = input;
  const [, outHeight = 0, outWidth = 0] = output;
  const tall = `${formula(height)} = ${outHeight}`;
  return height === width ? [tall] : [`Height: ${tall}`, `Width: ${formula(width)} = ${outWidth}`];
}
