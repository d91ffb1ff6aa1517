import type { LayerAttributes } from './layer';

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

type Pooling = LayerAttributes['avgPool2d'];

/** How many windows torch.nn.AvgPool2d has with `ceil_mode=True` over `size` positions: each begins within, the last may be cut short. */
export function pooledCount(size: number, { kernel, stride }: Pooling): number {
  return Math.max(0, Math.min(Math.ceil((size - kernel) / stride) + 1, Math.ceil(size / stride)));
}

/** How far the last of them would reach beyond the edge; 0 where all are whole. */
export function pooledRest(size: number, pooling: Pooling): number {
  const { kernel, stride } = pooling;
  return Math.max(0, (pooledCount(size, pooling) - 1) * stride + kernel - size);
}

/** What each of them averages. */
export function pooledWindows(size: number, pooling: Pooling): readonly Span[] {
  const { kernel, stride } = pooling;
  return Array.from({ length: pooledCount(size, pooling) }, (_, window) => ({
    first: window * stride,
    end: Math.min(window * stride + kernel, size),
  }));
}

/** The channels around one that torch.nn.LocalResponseNorm adds up, those beyond the first and the last included. */
export function channelWindow(channel: number, size: number): Span {
  return { first: channel - Math.floor(size / 2), end: channel + Math.floor((size - 1) / 2) + 1 };
}
