import { duration, exact, measured, percent, stateNames, stepNames } from '../protocol/format';
import { namedOptions, type NamedOption, type OptionValue } from './namedOptions';
import { runFacts } from './runFacts';
import { bestEpoch } from '../protocol/bestEpoch';
import type { RunRecord } from './runRecord';

/** A line of a comparison: an option, or a result. */
export interface ComparedRow {
  readonly section: NamedOption['section'] | 'result';
  readonly name: string;
  /** One a run; undefined where a run has none. */
  readonly values: readonly (OptionValue | undefined)[];
  /** The same for people. */
  readonly texts: readonly string[];
  readonly differs: boolean;
}

/** Several runs beside each other: their options in the order of a network file, then what came of them. */
export function compareRuns(records: readonly RunRecord[]): readonly ComparedRow[] {
  return [...optionRows(records), ...results.map((result) => resultRow(result, records))];
}

/** What the start has chosen stands among the results. */
const chosenAtStart: readonly string[] = ['engine', 'step'];

function optionRows(records: readonly RunRecord[]): readonly ComparedRow[] {
  const all = records.map(({ options, start }) => namedOptions(options, start));
  const keys = new Map(all.flat().map((option) => [keyOf(option), option]));
  return [...keys]
    .filter(([, { name }]) => !chosenAtStart.includes(name))
    .map(([key, { section, name }]) => {
      const values = all.map((options) => options.find((option) => keyOf(option) === key)?.value);
      return { section, name, values, texts: values.map(optionText), differs: differ(values) };
    })
    .sort((a, b) => sections.indexOf(a.section) - sections.indexOf(b.section));
}

const sections: readonly ComparedRow['section'][] = ['network', 'data', 'training'];

function keyOf({ section, name }: NamedOption): string {
  return `${section}.${name}`;
}

/** `yes`, `0.001`, or a dash for an option that is not set. */
export function optionText(value: OptionValue | undefined): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value === undefined ? '–' : String(value);
}

interface Result {
  readonly name: string;
  readonly of: (record: RunRecord) => readonly [OptionValue | undefined, string];
}

const results: readonly Result[] = [
  { name: 'state', of: ({ state }) => [state, stateNames[state]] },
  { name: 'epochs made', of: ({ epochs }) => [epochs.length, exact(epochs.length)] },
  { name: 'best test accuracy', of: (record) => written(runFacts(record).accuracy, percent) },
  { name: 'in epoch', of: ({ epochs }) => written(bestEpoch(epochs)?.epoch, exact) },
  { name: 'final test loss', of: ({ epochs }) => written(epochs.at(-1)?.testLoss, measured) },
  { name: 'final training loss', of: ({ epochs }) => written(epochs.at(-1)?.trainLoss, measured) },
  { name: 'duration', of: (record) => written(runFacts(record).seconds, duration) },
  { name: 'engine', of: ({ start }) => [start?.engine, start?.engine ?? '–'] },
  { name: 'step', of: ({ start }) => [start?.step, start === undefined ? '–' : stepNames[start.step]] },
  { name: 'parameters', of: ({ start }) => written(start?.params, exact) },
];

function written(value: number | undefined, text: (value: number) => string): readonly [number | undefined, string] {
  return value === undefined ? [undefined, '–'] : [value, text(value)];
}

function resultRow({ name, of }: Result, records: readonly RunRecord[]): ComparedRow {
  const cells = records.map(of);
  const values = cells.map(([value]) => value);
  return { section: 'result', name, values, texts: cells.map(([, text]) => text), differs: differ(values) };
}

function differ(values: readonly unknown[]): boolean {
  return values.some((value) => !Object.is(value, values[0]));
}
