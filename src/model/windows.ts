/** Positions from `first` on up to `end`, which is none of them. */
export interface Span {
  readonly first: number;
  readonly end: number;
}

/** What one of `cells` cells averages of `size` positions, as torch.nn.AdaptiveAvgPool2d divides them. */
export function adaptiveCell(cell: number, { size, cells }: { readonly size: number; readonly cells: number }): Span {
  return { first: Math.floor((cell * size) / cells), end: Math.ceil(((cell + 1) * size) / cells) };
}

/** The channels around one that torch.nn.LocalResponseNorm adds up, those beyond the first and the last included. */
export function channelWindow(channel: number, size: number): Span {
  return { first: channel - Math.floor(size / 2), end: channel + Math.floor((size - 1) / 2) + 1 };
}
