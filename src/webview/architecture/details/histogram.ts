import { measured, short } from '../../../protocol/format';
import type { TensorStatistics } from '../../../protocol/weights';
import { svg } from '../../element';

const size = { width: 256, height: 48 };

/** A tensor's histogram as bars; what a screen reader hears is its range and where most values are. */
export function histogram({ name, histogram: bins, min, max }: TensorStatistics): SVGSVGElement {
  const label = `Histogram of ${name} from ${measured(min)} to ${measured(max)}; ${peakText(bins, { min, max })}`;
  const bars = barsOf(bins).map((bar) => svg('rect', { class: 'bin', ...bar }));
  const box = { viewBox: `0 0 ${size.width} ${size.height}`, preserveAspectRatio: 'none' };
  return svg('svg', { ...box, class: 'histogram', role: 'img', 'aria-label': label }, bars);
}

interface Bar {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Bars side by side, the fullest as high as there is room; what is not empty is seen. */
export function barsOf(bins: readonly number[]): readonly Bar[] {
  const most = bins.reduce((top, count) => Math.max(top, count), 1);
  const width = size.width / bins.length;
  return bins.map((count, index) => {
    const height = count === 0 ? 0 : Math.max(1, (count / most) * size.height);
    return { x: index * width, y: size.height - height, width: width - 1, height };
  });
}

function peakText(bins: readonly number[], { min, max }: Pick<TensorStatistics, 'min' | 'max'>): string {
  const peak = bins.reduce((best, count, index) => (count > (bins[best] ?? 0) ? index : best), 0);
  const width = (max - min) / bins.length;
  const ends = [measured(min + peak * width), measured(min + (peak + 1) * width)];
  return `most, ${short(bins[peak] ?? 0)}, from ${ends.join(' to ')}`;
}
