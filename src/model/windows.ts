/** Positions from `first` on up to `end`, which is none of them. */
export interface Span {
  readonly first: number;
  readonly end: number;
}

/** What each of `cells` cells averages of `size` positions, as torch.nn.AdaptiveAvgPool2d divides them. */
export function adaptiveCells(size: number, cells: number): readonly Span[] {
  return Array.from({ length: cells }, (_, cell) => ({
    first: Math.floor((cell * size) / cells),
    end: Math.ceil(((cell + 1) * size) / cells),
  }));
}

/** The windows over `size` positions of torch.nn.AvgPool2d with `ceil_mode=True`: each begins within, the last may be cut short. */
export function pooledWindows(
  size: number,
  { kernel, stride }: { readonly kernel: number; readonly stride: number },
): readonly Span[] {
  const count = Math.min(Math.ceil((size - kernel) / stride) + 1, Math.ceil(size / stride));
  return Array.from({ length: Math.max(0, count) }, (_, window) => ({
    first: window * stride,
    end: Math.min(window * stride + kernel, size),
  }));
}

/** The channels around one that torch.nn.LocalResponseNorm adds up, those beyond the first and the last included. */
export function channelWindow(channel: number, size: number): Span {
  return { first: channel - Math.floor(size / 2), end: channel + Math.floor((size - 1) / 2) + 1 };
}
