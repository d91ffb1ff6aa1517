import { liveColumns, liveOf, type LiveMetrics, type RunEvent, type StepSeries } from '../protocol/run';
import { packed } from './packedNumbers';
import { parseMetricLine, type MetricLine, type StepLine } from './metricLine';

type StepsEvent = Extract<RunEvent, { type: 'steps' }>;
type Group = Exclude<MetricLine, StepLine> | { readonly type: 'steps'; readonly steps: StepLine[] };

/** How the numbers of a step's live metrics are written. */
export type LiveFormat = (values: Float32Array) => unknown;

/** As they are, null where they are not finite. */
export const plainNumbers: LiveFormat = (values) => Array.from(values, shortest);

/** An event as lines of `metrics.jsonl`, each with its line end: one a step; none for what only passes by. */
export function formatEvents(event: RunEvent, live: LiveFormat = packed): string {
  if (event.type === 'evaluating' || event.type === 'orders') return '';
  if (event.type === 'steps') return Array.from(event.loss, (_, row) => line(stepLine(event, row, live))).join('');
  return line(event.type === 'tested' ? { ...event, pixels: undefined } : event);
}

/**
 * The events in the text of a `metrics.jsonl`. A last line that was cut off is left out; so is a damaged line further up,
 * whose number (from 1) `onDamaged` is given.
 */
export function parseEvents(text: string, onDamaged: (line: number) => void = () => undefined): RunEvent[] {
  const lines = text.split('\n');
  const parsed = lines.flatMap((content, index) => {
    const line = content === '' ? undefined : parseMetricLine(content);
    if (line === undefined && content !== '' && index < lines.length - 1) onDamaged(index + 1);
    return line === undefined ? [] : [line];
  });
  return runsOfSteps(parsed).map((group) => (group.type === 'steps' ? stepsEvent(group.steps) : group));
}

/** Consecutive steps of one epoch brought together, measured ones last in theirs; other lines as they are. */
function runsOfSteps(lines: readonly MetricLine[]): Group[] {
  const groups: Group[] = [];
  for (const line of lines) {
    const before = groups.at(-1);
    if (line.type !== 'step') groups.push(line);
    else if (before?.type === 'steps' && follows(line, before.steps.at(-1))) before.steps.push(line);
    else groups.push({ type: 'steps', steps: [line] });
  }
  return groups;
}

function follows(step: StepLine, before: StepLine | undefined): boolean {
  if (before === undefined || before.gradientNorm !== undefined) return false; // a series has one step's live metrics
  return step.step === before.step + 1 && step.epoch === before.epoch;
}

function line(content: object): string {
  return `${JSON.stringify(content)}\n`;
}

function stepLine(series: StepSeries, row: number, format: LiveFormat): object {
  const step = series.first + row;
  const { live } = series;
  return {
    type: 'step',
    step,
    epoch: series.epoch,
    loss: shortest(series.loss[row]),
    accuracy: shortest(series.accuracy[row]),
    learningRate: shortest(series.learningRate[row]),
    imagesPerSecond: shortest(series.imagesPerSecond[row]),
    stepMs: shortest(series.stepMs[row]),
    ...(live?.step === step ? liveFields(live, format) : {}),
  };
}

function liveFields(live: LiveMetrics, format: LiveFormat): object {
  return Object.fromEntries(liveColumns.map((name) => [name, format(live[name])]));
}

/** The number of fewest digits that is the same 32-bit float; null (JSON has no NaN) where it is not finite. */
function shortest(value: number | undefined): number | null {
  if (value === undefined || !Number.isFinite(value)) return null;
  for (let digits = 1; digits < 9; digits++) {
    const candidate = Number(value.toPrecision(digits));
    if (Math.fround(candidate) === value) return candidate;
  }
  return Number(value.toPrecision(9));
}

function stepsEvent(lines: readonly StepLine[]): StepsEvent {
  const first = lines[0];
  const column = (name: 'loss' | 'accuracy' | 'learningRate' | 'imagesPerSecond' | 'stepMs'): Float32Array =>
    Float32Array.from(lines, (step) => step[name]);
  const measured = lines.findLast((step) => step.gradientNorm !== undefined);
  return {
    type: 'steps',
    first: first?.step ?? 1,
    epoch: first?.epoch ?? 1,
    loss: column('loss'),
    accuracy: column('accuracy'),
    learningRate: column('learningRate'),
    imagesPerSecond: column('imagesPerSecond'),
    stepMs: column('stepMs'),
    live: measured === undefined ? undefined : liveMetrics(measured),
  };
}

function liveMetrics(line: StepLine): LiveMetrics {
  return liveOf(
    line.step,
    liveColumns.map((name) => line[name] ?? new Float32Array()),
  );
}
