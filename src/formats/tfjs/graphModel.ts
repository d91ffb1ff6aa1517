import * as z from 'zod';
import { damaged, type NamedFile } from '../graph/damage';
import { checkCount } from '../graph/graph';

const whole = z.union([z.number(), z.string().regex(/^-?\d{1,19}$/).transform(Number)]); // prettier-ignore
const fraction = z.union([z.number(), z.string().transform(Number)]);
const text = z.string().transform((encoded) => Buffer.from(encoded, 'base64').toString('utf8'));
const dimensions = z.object({ dim: z.array(z.object({ size: whole.default(0) })).default([]) });

/** An attribute of an operation; of the kinds that protocol buffers have there, those that are looked at. */
const value = z.object({
  s: text.optional(),
  i: whole.optional(),
  f: fraction.optional(),
  b: z.boolean().optional(),
  shape: dimensions.optional(),
  list: z.object({ i: z.array(whole).optional(), s: z.array(text).optional() }).optional(),
});

/** Longer ones would only hold up what looks into them. */
const name = z.string().max(1_000);

const tfNode = z.object({
  name,
  op: name,
  input: z.array(name).default([]),
  attr: z.record(z.string(), value).default({}),
});

const quantization = z.object({ dtype: z.string() });
const weight = z.object({
  name,
  shape: z.array(z.number()),
  dtype: z.string(),
  quantization: quantization.optional(),
});
const weightGroup = z.object({ paths: z.array(z.string()).default([]), weights: z.array(weight) });
const manifest = z.object({ weightsManifest: z.array(weightGroup).default([]) });

export type TfNode = z.infer<typeof tfNode>;
export type WeightGroup = z.infer<typeof weightGroup>;

/** The operations of a graph, as TensorFlow has them. */
export function parseNodes(topology: unknown, file: NamedFile): readonly TfNode[] {
  const { data: found } = z.object({ node: z.array(z.unknown()) }).safeParse(topology);
  checkCount(found?.node.length ?? 0, file);
  const { data, error } = z.array(tfNode).safeParse(found?.node);
  if (data !== undefined) return data;
  throw damaged(file, `its graph is not described as TensorFlow does it, at ${placeOf(error)}`);
}

/** What the weights' files have in them. */
export function parseManifest(json: unknown, file: NamedFile): readonly WeightGroup[] {
  const { data, error } = manifest.safeParse(json);
  if (data !== undefined) return data.weightsManifest;
  throw damaged(file, `its list of weights can't be read, at ${placeOf(error)}`);
}

function placeOf({ issues: [issue] }: z.ZodError): string {
  return JSON.stringify((issue?.path ?? []).slice(0, 8).map(String).join('.').slice(0, 100));
}
