import { setAttributes, svg } from '../../element';

const size = { width: 72, height: 16 };

/** A small curve of a number's past; numbers that are none are left out. */
export class Sparkline {
  readonly #line = svg('polyline', { class: 'curve' });
  readonly element = svg('svg', { ...size, viewBox: `0 0 ${size.width} ${size.height}`, class: 'sparkline', 'aria-hidden': 'true' }, [this.#line]); // prettier-ignore

  show(values: readonly number[]): void {
    setAttributes(this.#line, { points: sparkPoints(values, size) });
  }
}

/** `0,15 36,1 72,8`: the curve from edge to edge, as high as it reaches; empty where there are not two values. */
export function sparkPoints(
  values: readonly number[],
  { width, height }: { readonly width: number; readonly height: number },
): string {
  const known = values.flatMap((value, index) => (Number.isFinite(value) ? [{ value, index }] : []));
  if (known.length < 2) return '';
  const low = known.reduce((least, { value }) => Math.min(least, value), Infinity);
  const high = known.reduce((top, { value }) => Math.max(top, value), -Infinity);
  const span = high === low ? 1 : high - low;
  const across = width / (values.length - 1);
  return known
    .map(({ value, index }) => `${round(index * across)},${round(1 + (height - 2) * (1 - (value - low) / span))}`)
    .join(' ');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
