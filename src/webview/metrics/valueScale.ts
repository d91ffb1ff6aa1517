import type uPlot from 'uplot';

/** Where values stand on a plot's axis, in canvas px: not finite where they have no place on it. */
export function valueScale({ bbox, scales }: uPlot, axis: 'x' | 'y'): (value: number) => number {
  const scale = scales[axis];
  const isLog = scale !== undefined && 'distr' in scale && Object.is(scale.distr, scaleKinds.logarithmic);
  const on = isLog ? Math.log : (value: number): number => value;
  const [low, high] = [on(scale?.min ?? 0), on(scale?.max ?? 1)];
  const [start, length] = axis === 'x' ? [bbox.left, bbox.width] : [bbox.top + bbox.height, -bbox.height];
  const factor = length / (high - low);
  return (value) => start + factor * (on(value) - low);
}

/** How the library numbers its kinds of scale; its own names for them are not there at run time. */
export const scaleKinds = { linear: 1, logarithmic: 3 };
