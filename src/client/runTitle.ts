import type { TrainOptions } from '../protocol/run';

/** `resnet34 · airplane, bird`: what a run is called. */
export function runTitle({ model, plain, classes }: Pick<TrainOptions, 'model' | 'plain' | 'classes'>): string {
  const name = plain ? model.replace('resnet', 'plain') : model;
  if (classes === undefined) return `${name} · all classes`;
  return `${name} · ${classes.length > 4 ? `${classes.length} classes` : classes.join(', ')}`;
}
