import { parseArgs } from 'node:util';
import * as z from 'zod';
import { preset } from '../src/model/presets';
import type { Architecture } from '../src/model/layer';
import { precisions } from '../src/protocol/recipe';

const whole = z.coerce.number().int().positive();

const schema = z.object({
  model: z.string(),
  classes: whole,
  input: z
    .string()
    .regex(/^\d+x\d+x\d+$/)
    .transform((text) => text.split('x').map(Number)),
  batch: whole,
  optimizer: z.enum(['adam', 'sgd']),
  step: z.enum(['compiled', 'eager']),
  warmup: z.coerce.number().int().nonnegative(),
  augmented: z.boolean(),
  engine: z.enum(['tensorflow', 'tensorflow-gpu']),
  precision: z.enum(precisions),
});

/** What the processes of the benchmarks are told by their arguments. */
export type StepServerOptions = z.infer<typeof schema>;

/** The arguments; the worked example's network for those that are left out. */
export function readStepServerOptions(): StepServerOptions {
  const { values } = parseArgs({
    options: {
      model: { type: 'string', default: 'resnet34' },
      classes: { type: 'string', default: '2' },
      input: { type: 'string', default: '3x32x32' },
      batch: { type: 'string', default: '64' },
      optimizer: { type: 'string', default: 'adam' },
      step: { type: 'string', default: 'compiled' },
      warmup: { type: 'string', default: '3' },
      augmented: { type: 'boolean', default: false },
      engine: { type: 'string', default: 'tensorflow' },
      precision: { type: 'string', default: 'float32' },
    },
  });
  return schema.parse(values);
}

/** The network that the arguments name. */
export function architectureOf({ model, classes, input }: StepServerOptions): Architecture {
  const architecture = preset(model, { classes, input });
  if (architecture === undefined) throw new Error(`There is no preset ${model}.`);
  return architecture;
}

/** The rule of update that PyTorch's side has as well, and its learning rate. */
export const updateRules = {
  adam: { kind: 'adam', momentum: 0, weightDecay: 0, learningRate: 0.001 },
  sgd: { kind: 'sgd', momentum: 0.9, weightDecay: 1e-4, learningRate: 0.1 },
} as const;
