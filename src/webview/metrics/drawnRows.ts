import type { Trace } from './trace';

/** Steps from 1, both ends included. */
export interface StepRange {
  readonly from: number;
  readonly to: number;
}

/** What is drawn of some series in a range of steps: one list of steps, and for each series its values there; null makes a gap. */
export interface DrawnRows {
  readonly steps: readonly number[];
  readonly values: readonly (readonly (number | null)[])[];
}

/** What to draw, and on how many pixels. */
export interface Drawing {
  readonly traces: readonly Trace[];
  readonly range: StepRange;
  readonly columns: number;
  /** Whether the steps' axis is logarithmic; left out: it is not. */
  readonly log?: boolean;
}

/**
 * The rows to draw: each step while there is a pixel for it, else the least and the greatest value of each block of steps,
 * in their order, so that no spike is lost. Blocks are aligned to powers of two, so that a growing run does not shimmer.
 */
export function drawnRows({ traces, range, columns, log = false }: Drawing): DrawnRows {
  const length = traces[0]?.length ?? 0;
  const from = Math.max(0, Math.floor(range.from) - 2); // one more on either side, for the lines that leave the range
  const to = Math.min(length, Math.ceil(range.to) + 1);
  if (to <= from) return { steps: [], values: traces.map(() => []) };
  const spans = log ? octaves({ from, to, columns }) : [{ from, to, columns }];
  const parts = spans.map((span) => spanRows(traces, { ...span, length }));
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  return {
    steps: parts.flatMap(({ steps }) => steps),
    values: traces.map((_, row) => parts.flatMap(({ values }) => values[row] ?? [])),
  };
}

/** Positions from 0, the end not included, and the pixels that they have. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly columns: number;
}

/** Spans from one power of two to the next, each with its share of the pixels of a logarithmic axis; blocks never reach beyond theirs. */
function octaves({ from, to, columns }: Span): readonly Span[] {
  const all = Math.log2((to + 1) / (from + 1)) || 1;
  const spans: Span[] = [];
  for (let start = from; start < to;) {
    const end = Math.min(to, start === 0 ? 1 : 2 ** (Math.floor(Math.log2(start)) + 1));
    spans.push({ from: start, to: end, columns: (columns * Math.log2((end + 1) / (start + 1))) / all });
    start = end;
  }
  return spans;
}

function spanRows(
  traces: readonly Trace[],
  { from, to, columns, length }: Span & { readonly length: number },
): DrawnRows {
  const level = Math.max(0, Math.ceil(Math.log2((to - from) / Math.max(1, columns))));
  if (level === 0) return eachStep(traces, { from, to });
  return eachBlock(traces, { level, first: from >> level, last: (to - 1) >> level, length });
}

/** @param span Positions from 0, the end not included. */
function eachStep(traces: readonly Trace[], { from, to }: StepRange): DrawnRows {
  const steps = Array.from({ length: to - from }, (_, row) => from + row + 1);
  return { steps, values: traces.map(({ values }) => Array.from(values.subarray(from, to), finiteOrNull)) };
}

interface Blocks {
  readonly level: number;
  readonly first: number;
  readonly last: number;
  readonly length: number;
}

function eachBlock(traces: readonly Trace[], blocks: Blocks): DrawnRows {
  const { level, first, last, length } = blocks;
  const steps: number[] = [];
  for (let block = first; block <= last; block++) {
    const start = (block << level) + 1;
    steps.push(start, Math.min(length, start + (1 << (level - 1))));
  }
  return { steps, values: traces.map((trace) => blockValues(trace, blocks)) };
}

function blockValues({ values, extremes }: Trace, { level, first, last }: Blocks): (number | null)[] {
  const rows: (number | null)[] = [];
  for (let block = first; block <= last; block++) {
    const low = extremes.low(level, block);
    const high = extremes.high(level, block);
    rows.push(finiteOrNull(values[Math.min(low, high)]), finiteOrNull(values[Math.max(low, high)]));
  }
  return rows;
}

function finiteOrNull(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
