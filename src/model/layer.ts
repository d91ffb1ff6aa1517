/** Sizes without the batch: C×H×W for images, C for vectors. */
export type Shape = readonly number[];

/** What each kind of layer needs to know; the keys are the model's kinds. Windows are square, paddings explicit numbers on all four sides. */
export interface LayerAttributes {
  readonly input: { readonly shape: Shape };
  readonly conv2d: {
    readonly inChannels: number;
    readonly outChannels: number;
    readonly kernel: number;
    readonly stride: number;
    readonly padding: number;
    readonly bias: boolean;
  };
  readonly batchNorm2d: { readonly channels: number; readonly epsilon: number; readonly momentum: number };
  readonly relu: Readonly<Record<string, never>>;
  readonly maxPool2d: { readonly kernel: number; readonly stride: number; readonly padding: number };
  /** Global: one value a channel. */
  readonly adaptiveAvgPool2d: { readonly output: 1 };
  readonly flatten: Readonly<Record<string, never>>;
  readonly linear: { readonly inFeatures: number; readonly outFeatures: number; readonly bias: boolean };
  readonly add: Readonly<Record<string, never>>;
  /** Shortcut option A of He et al. 2015, §3.3: every `stride`-th pixel, zero channels appended after the existing ones. */
  readonly paddedIdentity: { readonly stride: number; readonly outChannels: number };
}

export type Kind = keyof LayerAttributes;

/** One operation of a network; `inputs` name earlier layers. */
export interface Layer<K extends Kind = Kind> {
  /** torchvision's module path; a module called again has `_1`, `_2` … appended. */
  readonly name: string;
  readonly kind: K;
  readonly attributes: LayerAttributes[K];
  readonly inputs: readonly string[];
}

/** A network: its layers in topological order, the first one its input, the last one the logits. */
export interface Architecture {
  readonly name: string;
  readonly input: Shape;
  readonly classes: number;
  readonly layers: readonly Layer[];
}

export function isKind<K extends Kind>(layer: Layer, kind: K): layer is Layer<K> {
  return layer.kind === kind;
}

/** Product of the sizes: the number of elements. */
export function elements(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** `3×32×32`, as in the papers. */
export function formatShape(shape: Shape): string {
  return shape.join('×');
}
