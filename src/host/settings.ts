import * as z from 'zod';
import { engineNames } from '../protocol/engine';
import {
  earlyStoppingMetrics,
  lrSchedulerNames,
  precisions,
  stepOfWord,
  stepWords,
  type Recipe,
  type StepChoice,
} from '../protocol/recipe';
import { UserError } from '../protocol/userError';

/** The settings under `resnet.`, checked. */
export interface Settings extends Recipe {
  readonly nodePath: string | undefined;
  readonly python: string | undefined;
  readonly engine: (typeof engineNames)[number] | 'auto';
  readonly step: StepChoice;
  /** `auto`, `cifar10`, `embedded` or a folder. */
  readonly data: string;
  readonly runsFolder: string;
  /** Keeps what resuming needs. */
  readonly checkpoint: boolean;
  /** Keeps the weights of the best test accuracy beside the newest. */
  readonly bestCheckpoint: boolean;
  /** Writes an event file for TensorBoard. */
  readonly tensorboard: boolean;
  /** The NVIDIA card to train on, as the driver numbers them; undefined: any. */
  readonly gpu: string | undefined;
  /** Has XLA compile clusters of operations on the GPU. */
  readonly xla: boolean;
  /** Allows TF32 on the GPU. */
  readonly tf32: boolean;
  readonly epochs: number;
  readonly seed: number;
  /** Undefined: all images. */
  readonly limitTrain: number | undefined;
  readonly limitTest: number | undefined;
  readonly liveMetrics: boolean;
  /** Undefined: as often as they cost next to nothing. */
  readonly metricsEvery: number | undefined;
}

const path = z.string().transform((text) => (text.trim() === '' ? undefined : text.trim()));
const noneAtZero = z
  .number()
  .int()
  .min(0)
  .max(1_000_000)
  .transform((count) => (count === 0 ? undefined : count));

const settings = {
  nodePath: path,
  python: path,
  engine: z.enum(['auto', ...engineNames]),
  step: z.enum(stepWords).transform((word) => stepOfWord[word]),
  data: z.string().transform((text) => (text.trim() === '' ? 'auto' : text.trim())),
  runsFolder: z.string().transform((text) => (text.trim() === '' ? 'runs' : text.trim())),
  checkpoint: z.boolean(),
  bestCheckpoint: z.boolean(),
  tensorboard: z.boolean(),
  gpu: z
    .string()
    .regex(/^\s*\d*\s*$/, 'a card is named by its number, as nvidia-smi shows it')
    .transform((text) => (text.trim() === '' ? undefined : text.trim())),
  xla: z.boolean(),
  tf32: z.boolean(),
  epochs: z.number().int().min(1).max(10_000),
  seed: z.number().int().min(0).max(0xffff_ffff),
  limitTrain: noneAtZero,
  limitTest: noneAtZero,
  liveMetrics: z.boolean(),
  metricsEvery: noneAtZero,
  lrScheduler: z.enum(lrSchedulerNames),
  lrStepSize: z.number().int().min(1).max(10_000),
  lrGamma: z.number().min(0).max(10),
  lrWarmupEpochs: z.number().int().min(0).max(10_000),
  lrWarmupDecay: z.number().min(1e-6).max(1),
  labelSmoothing: z.number().min(0).max(0.9999),
  randomCrop: z.number().int().min(0).max(32),
  randomHorizontalFlip: z.number().min(0).max(1),
  precision: z.enum(precisions),
  earlyStopping: z.number().int().min(0).max(10_000),
  earlyStoppingMetric: z.enum(earlyStoppingMetrics),
} satisfies Record<keyof Settings, z.ZodType>;

/** Checks the settings as VS Code has them; a value of no use gives one sentence with the setting's name. */
export function parseSettings(read: (key: string) => unknown): Settings {
  const raw = Object.fromEntries(Object.keys(settings).map((key) => [key, read(key)]));
  const parsed = z.object(settings).safeParse(raw);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const key = issue?.path.join('.') ?? '';
  throw new UserError(
    `The setting resnet.${key} can't be used: ${issue?.message ?? 'unknown'} (it is ${JSON.stringify(raw[key])}).`,
    'usage',
  );
}
