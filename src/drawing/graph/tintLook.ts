import * as z from 'zod/mini';
import { metricNames, metrics } from './metric';
import { scaleKinds, tintScales, type Range } from './tintScale';

const scale = z.object({
  kind: z.enum(scaleKinds),
  /** The range that the user chose; without it the range follows the values. */
  fixed: z.optional(z.object({ low: z.number(), high: z.number() })),
});

/** How a metric's values become colours. */
export type Scale = z.infer<typeof scale>;

/** What the user chose of the colours, as it is saved. */
export const tintLook = z.object({
  metric: z.enum(metricNames),
  /** The numbers stand on the cards. */
  values: z._default(z.boolean(), true),
  /** Where they are others than the metric's own. */
  scales: z._default(z.partialRecord(z.enum(metricNames), scale), {}),
});

/** What the cards are tinted by, and how. */
export type TintLook = z.infer<typeof tintLook>;

/** The look of a panel that nothing was chosen in. */
export const plainLook: TintLook = { metric: 'gradientNorm', values: true, scales: {} };

/** The look in what is kept of a panel. */
export function lookIn({ metric, values, scales }: TintLook): TintLook {
  return { metric, values, scales };
}

/** The scale of the metric that a look has chosen. */
export function scaleOf({ metric, scales }: TintLook): Scale {
  return scales[metric] ?? { kind: metrics[metric].scale };
}

/** The same look with another scale for its metric. */
export function withScale(look: TintLook, changed: Scale): TintLook {
  return { ...look, scales: { ...look.scales, [look.metric]: changed } };
}

/** The range of the palette, from the exact range of the values. */
export function shownRange(look: TintLook, exact: Range | undefined): Range | undefined {
  const { kind, fixed } = scaleOf(look);
  const { rounded, problem } = tintScales[kind];
  if (fixed !== undefined && problem(fixed) === undefined) return fixed;
  return exact === undefined ? undefined : rounded(exact);
}

/** `log scale, automatic range`. */
export function scaleWords(look: TintLook): string {
  const { kind, fixed } = scaleOf(look);
  return `${tintScales[kind].words}, ${fixed === undefined ? 'automatic' : 'fixed'} range`;
}
