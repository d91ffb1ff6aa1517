import * as z from 'zod';
import { engineNames } from '../protocol/engine';
import { UserError } from '../protocol/userError';

/** The settings under `resnet.`, checked. */
export interface Settings {
  readonly nodePath: string | undefined;
  readonly python: string | undefined;
  readonly engine: (typeof engineNames)[number] | 'auto';
  /** `auto`, `cifar10`, `embedded` or a folder. */
  readonly data: string;
  readonly runsFolder: string;
  readonly epochs: number;
  readonly seed: number;
  /** Undefined: all images. */
  readonly limitTrain: number | undefined;
  readonly limitTest: number | undefined;
  readonly liveMetrics: boolean;
}

const path = z.string().transform((text) => (text.trim() === '' ? undefined : text.trim()));
const limit = z.number().int().min(0).max(1_000_000);

const settings = {
  nodePath: path,
  python: path,
  engine: z.enum(['auto', ...engineNames]),
  data: z.string().transform((text) => (text.trim() === '' ? 'auto' : text.trim())),
  runsFolder: z.string().transform((text) => (text.trim() === '' ? 'runs' : text.trim())),
  epochs: z.number().int().min(1).max(10_000),
  seed: z.number().int().min(0).max(0xffff_ffff),
  limitTrain: limit.transform((count) => (count === 0 ? undefined : count)),
  limitTest: limit.transform((count) => (count === 0 ? undefined : count)),
  liveMetrics: z.boolean(),
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
