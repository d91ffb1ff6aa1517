import * as z from 'zod';
import type { Architecture, Shape } from '../model/layer';
import type { PresetOptions } from '../model/presets';
import { resnet } from '../model/resnet';
import { matchings, type Matching } from '../model/shortcuts';
import { stemKinds, type StemKind } from '../model/stems';

/** The parts of a residual network that a preset's name stands for. */
export interface SpelledNetwork {
  readonly block: 'basic' | 'bottleneck';
  readonly stem: StemKind;
  /** The width is before the bottleneck's expansion. */
  readonly stages: readonly { readonly blocks: number; readonly width: number }[];
  readonly stemWidth?: number | undefined;
  readonly stemInner?: readonly [first: number, second: number] | undefined;
  readonly matching?: Matching | undefined;
  readonly strided?: 'conv1' | 'conv2' | undefined;
  readonly groups?: number | undefined;
  readonly widthPerGroup?: number | undefined;
}

export const blockKinds = ['basic', 'bottleneck'] as const;
export const stridedConvolutions = ['conv1', 'conv2'] as const;

const count = z.number().int().positive();

/** A network spelled out, as `run.json` keeps it. */
export const spelledNetwork: z.ZodType<SpelledNetwork> = z.object({
  block: z.enum(blockKinds),
  stem: z.enum(stemKinds),
  stages: z.array(z.object({ blocks: count, width: count })),
  stemWidth: count.optional(),
  stemInner: z.tuple([count, count]).optional(),
  matching: z.enum(matchings).optional(),
  strided: z.enum(stridedConvolutions).optional(),
  groups: count.optional(),
  widthPerGroup: count.optional(),
});

/** What is the same for a preset and for a network spelled out. */
interface Around extends PresetOptions {
  readonly name: string;
  readonly input: Shape;
  readonly classes: number;
}

/** Its architecture; problems, if any, are found by `analyze`. */
export function spelledArchitecture(network: SpelledNetwork, around: Around): Architecture {
  const { stages, widthPerGroup, block, stem, ...others } = network;
  const { plain = false, bias = false, shortcut = 'B', ...changes } = around;
  return resnet({
    ...given({ ...others, baseWidth: widthPerGroup }),
    ...{ block, stem, bias, ...changes },
    depths: stages.map(({ blocks }) => blocks),
    widths: stages.map(({ width }) => width),
    shortcut: plain ? 'none' : shortcut,
  });
}

type Given<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** Without what is left out. */
export function given<T extends object>(options: T): Given<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Given<T>; // of T's keys
}
