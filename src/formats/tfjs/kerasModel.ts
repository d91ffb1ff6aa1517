import * as z from 'zod';
import { damaged, shown, type NamedFile } from '../graph/damage';

const pair = z.union([
  z.number().transform((size): [number, number] => [size, size]),
  z.tuple([z.number(), z.number()]),
  z.tuple([z.number()]).transform(([size]): [number, number] => [size, size]),
]);
const sides = z.union([
  z.number().transform((size): [[number, number], [number, number]] => [[size, size], [size, size]]), // prettier-ignore
  z.tuple([pair, pair]),
]);
const word = z.string().transform(snake);
const activation = z.union([
  z.string(),
  z.object({ config: z.string() }).transform(({ config }) => config),
  z.object({ class_name: z.string() }).transform((found) => found.class_name),
]);
const sizes = z.array(z.number().nullable());

/** What the layers of Keras that are known here are told, by its own names; a layer has some of it. */
const kerasConfig = z.object({
  filters: z.number().optional(),
  units: z.number().optional(),
  kernel_size: pair.optional(),
  pool_size: pair.optional(),
  strides: pair.nullish(),
  dilation_rate: pair.optional(),
  padding: z.union([word, sides]).optional(),
  data_format: word.nullish(),
  groups: z.number().optional(),
  depth_multiplier: z.number().optional(),
  use_bias: z.boolean().optional(),
  activation: activation.nullish(),
  axis: z.union([z.number(), z.tuple([z.number()]).transform(([axis]) => axis)]).optional(),
  epsilon: z.number().optional(),
  momentum: z.number().optional(),
  center: z.boolean().optional(),
  scale: z.union([z.boolean(), z.number()]).optional(),
  offset: z.number().optional(),
  rate: z.number().optional(),
  keepdims: z.boolean().optional(),
  dims: z.array(z.number()).optional(),
  target_shape: sizes.optional(),
  size: pair.optional(),
  interpolation: z.string().optional(),
  max_value: z.number().nullish(),
  negative_slope: z.union([z.number(), z.array(z.number())]).nullish(),
  threshold: z.number().nullish(),
});

export type KerasConfig = z.infer<typeof kerasConfig>;

const record = z.record(z.string(), z.unknown());

/** A layer as the file has it; older files have its name in its config alone. */
const kerasLayer = z.preprocess(
  withSnakeKeys,
  z.object({
    class_name: z.string(),
    name: z.string().optional(),
    config: z.preprocess(withSnakeKeys, record),
    inbound_nodes: z.array(z.unknown()).default([]),
  }),
);

export type RawLayer = z.infer<typeof kerasLayer>;

const layers = z.array(kerasLayer);

/** A model of layers in a row or wired freely, which may be a layer of another. */
const kerasModel = z.preprocess(
  withSnakeKeys,
  z.object({
    class_name: z.string(),
    config: z.union([
      layers.transform((all) => ({ name: '', layers: all, input_layers: [], output_layers: [], build_input_shape: undefined })), // prettier-ignore
      z.preprocess(
        withSnakeKeys,
        z.object({
          name: z.string().default(''),
          layers,
          input_layers: z.array(z.unknown()).default([]),
          output_layers: z.array(z.unknown()).default([]),
          build_input_shape: sizes.nullish(),
        }),
      ),
    ]),
  }),
);

export type KerasModel = z.infer<typeof kerasModel>;

/** Reads a model, without what its layers are told. */
export function parseModel(value: unknown, file: NamedFile): KerasModel {
  const { data, error } = kerasModel.safeParse(value);
  if (data !== undefined) return data;
  throw damaged(file, `its layers are not described as Keras does it, at ${placeOf(error)}`);
}

/** Reads what a layer is told. */
export function parseConfig({ config, class_name }: RawLayer, name: string, file: NamedFile): KerasConfig {
  const { data, error } = kerasConfig.safeParse(config);
  if (data !== undefined) return data;
  throw damaged(file, `its layer ${shown(name)} (${class_name.slice(0, 40)}) has no sound ${placeOf(error)}`);
}

/** The shape of a batch that a layer says to read, nothing where it says none. */
export function batchShape(config: RawLayer['config']): readonly (number | null)[] | undefined {
  return sizes.safeParse(config['batch_input_shape'] ?? config['batch_shape']).data;
}

function placeOf({ issues: [issue] }: z.ZodError): string {
  return shown((issue?.path ?? []).slice(0, 8).map(String).join('.'));
}

function withSnakeKeys(value: unknown): unknown {
  const { data } = record.safeParse(value);
  if (data === undefined) return value;
  return Object.fromEntries(Object.entries(data).map(([key, each]) => [snake(key), each]));
}

/** `kernel_size` for `kernelSize`. */
function snake(name: string): string {
  return name.replace(/(?<=[a-z\d])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}
