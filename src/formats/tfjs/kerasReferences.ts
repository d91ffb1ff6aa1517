import * as z from 'zod';

/** One of the tensors that a layer gives, by the layer, its call and the output's number. */
export interface KerasReference {
  readonly layer: string;
  readonly call: number;
  readonly output: number;
}

const place = z.number().int().min(0).max(1_000);
const history = z.tuple([z.string(), place, place], z.unknown());
const kerasTensor = z.object({
  class_name: z.literal('__keras_tensor__'),
  config: z.object({ keras_history: history }),
});

/** Lists within lists that references may lie in. */
const maxDepth = 6;

/** The tensors that a call names, as Keras 2 and Keras 3 write them, in their order. */
export function referencesIn(value: unknown, depth = 0): readonly KerasReference[] {
  if (typeof value !== 'object' || value === null || depth > maxDepth) return [];
  const found = history.safeParse(value).data ?? kerasTensor.safeParse(value).data?.config.keras_history;
  if (found === undefined) return Object.values(value).flatMap((each) => referencesIn(each, depth + 1));
  const [layer, call, output, ...others] = found;
  return [{ layer, call, output }, ...others.flatMap((each) => referencesIn(each, depth + 1))];
}
