import type { Span } from '../../../model/windows';
import { matrix, type Matrix } from './minimalFiltering';

const known = new Map<string, Matrix>();

/** [spans, size]: each row has its span's mean; the same matrix for the same spans. */
export function spanMeans(size: number, spans: readonly Span[]): Matrix {
  const key = `${size}: ${spans.map(({ first, end }) => `${first}-${end}`).join()}`;
  const found = known.get(key) ?? matrix(spans.length, size, (row, pixel) => shareOf(pixel, spans[row]));
  known.set(key, found);
  return found;
}

function shareOf(pixel: number, span: Span | undefined): number {
  return span !== undefined && pixel >= span.first && pixel < span.end ? 1 / (span.end - span.first) : 0;
}
