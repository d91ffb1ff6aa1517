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
    /** Channels fall into so many groups, each with filters of its own (Krizhevsky et al. 2012, §3.5; Xie et al. 2017). */
    readonly groups: number;
    readonly bias: boolean;
    /** What its bias starts from; left out: the network's initialisation says it. */
    readonly initialBias?: number;
  };
  readonly batchNorm2d: { readonly channels: number; readonly epsilon: number; readonly momentum: number };
  readonly relu: Readonly<Record<string, never>>;
  readonly maxPool2d: { readonly kernel: number; readonly stride: number; readonly padding: number };
  /** Means over windows without padding; the last ones are cut at the image's edge, as torch.nn.AvgPool2d has them with `ceil_mode=True`. */
  readonly avgPool2d: { readonly kernel: number; readonly stride: number };
  /** `output`×`output` means, each over its share of the image as torch.nn.AdaptiveAvgPool2d has them; 1: one value a channel. */
  readonly adaptiveAvgPool2d: { readonly output: number };
  /** b = a / (k + alpha · Σ a²)^beta over `size` neighbouring channels (Krizhevsky et al. 2012, §3.3; PyTorch's alpha is `size` times this one). */
  readonly localResponseNorm: {
    readonly size: number;
    readonly alpha: number;
    readonly beta: number;
    readonly k: number;
  };
  readonly flatten: Readonly<Record<string, never>>;
  readonly linear: { readonly inFeatures: number; readonly outFeatures: number; readonly bias: boolean };
  readonly add: Readonly<Record<string, never>>;
  /** The product of two tensors; one of them may have one value a channel, C×1×1. */
  readonly multiply: Readonly<Record<string, never>>;
  readonly scale: { readonly factor: number };
  readonly sigmoid: Readonly<Record<string, never>>;
  /** In training each value is zero with probability `p`, and the others are divided by 1 − p. */
  readonly dropout: { readonly p: number };
  /** In training the whole batch's values are zero but for the probability `survival`, and divided by it else (Huang et al. 2016). */
  readonly stochasticDepth: { readonly survival: number };
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

/**
 * Whose rule the first weights follow. `resnet`: convolutions by He et al. 2015 ("Delving Deep", §2.2) by fan-out, the rest PyTorch's
 * default; `vgg`: torchvision's VGG; `default`: PyTorch's default throughout; `alexnet-2012`: Krizhevsky et al. 2012, §5.
 */
export type Initialisation = 'resnet' | 'vgg' | 'default' | 'alexnet-2012';

/** A network: its layers in topological order, the first one its input, the last one the logits. */
export interface Architecture {
  readonly name: string;
  /** How its parameters start; left out: as torchvision's ResNets. */
  readonly initialisation?: Initialisation;
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
