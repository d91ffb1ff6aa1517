import { isKind, type Architecture, type Layer } from './layer';

/** What one value of a layer's output sees of the input image. */
export interface ReceptiveField {
  /** Pixels along a side, padding included; Infinity: the whole image, whatever its size. */
  readonly size: number;
  /** Pixels between the fields of neighbouring values: the product of the strides on the way; Infinity where there is one value. */
  readonly stride: number;
}

interface Window {
  readonly kernel: number;
  readonly stride: number;
}

const pixel: ReceptiveField = { size: 1, stride: 1 };
const wholeImage: ReceptiveField = { size: Number.POSITIVE_INFINITY, stride: Number.POSITIVE_INFINITY };

/** Each layer's receptive field, by name: along several paths the widest counts, as in He et al. 2016 the branch's. */
export function receptiveFields(architecture: Architecture): ReadonlyMap<string, ReceptiveField> {
  const fields = new Map<string, ReceptiveField>();
  for (const layer of architecture.layers) {
    const inputs = layer.inputs.map((name) => fields.get(name) ?? pixel);
    fields.set(layer.name, through(layer, widest(inputs)));
  }
  return fields;
}

function widest(inputs: readonly ReceptiveField[]): ReceptiveField {
  const size = Math.max(1, ...inputs.map((field) => field.size));
  return { size, stride: Math.min(...inputs.map((field) => field.stride), wholeImage.stride) };
}

function through(layer: Layer, input: ReceptiveField): ReceptiveField {
  const window = windowOf(layer);
  if (window === undefined) return seesEverything(layer) ? wholeImage : layer.kind === 'input' ? pixel : input;
  return { size: input.size + (window.kernel - 1) * input.stride, stride: input.stride * window.stride };
}

function windowOf(layer: Layer): Window | undefined {
  if (isKind(layer, 'conv2d') || isKind(layer, 'maxPool2d') || isKind(layer, 'avgPool2d')) return layer.attributes;
  if (isKind(layer, 'paddedIdentity')) return { kernel: 1, stride: layer.attributes.stride };
  return undefined;
}

/** An adaptive pool to several cells is counted as if each saw the whole image: its cells depend on the image's size. */
function seesEverything({ kind }: Layer): boolean {
  return kind === 'adaptiveAvgPool2d' || kind === 'flatten' || kind === 'linear';
}
