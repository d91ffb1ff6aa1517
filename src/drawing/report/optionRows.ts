import type { NetworkFileInput } from '../../protocol/networkFile/networkFileSchema';
import { optionsFile } from '../../protocol/networkFile/optionsFile';
import { workedExample } from '../../protocol/networkFile/workedExample';
import type { TrainOptions } from '../../protocol/run';

/** An option as a network file has it, and what the worked example has in its place. */
export interface OptionRow {
  /** `training.learningRate`. */
  readonly name: string;
  /** An en dash where it is left out. */
  readonly value: string;
  readonly example: string;
}

/** All options of a run, those that differ from the worked example first. */
export function optionRows(options: TrainOptions): readonly OptionRow[] {
  const [own, usual] = [flat(optionsFile(options, undefined)), flat(optionsFile(workedExample(), undefined))];
  const names = [...new Set([...own.keys(), ...usual.keys()])];
  const rows = names.map((name) => ({ name, value: own.get(name) ?? '–', example: usual.get(name) ?? '–' }));
  const differs = ({ value, example }: OptionRow): boolean => value !== example;
  return [...rows.filter(differs), ...rows.filter((row) => !differs(row))];
}

function flat(file: NetworkFileInput): ReadonlyMap<string, string> {
  const sections = Object.entries({ network: file.network, data: file.data, training: file.training });
  return new Map(sections.flatMap(([section, options]) => entriesOf(section, options ?? {})));
}

function entriesOf(section: string, options: object): [string, string][] {
  return Object.entries(options).map(([name, value]: [string, unknown]) => [`${section}.${name}`, textOf(value)]);
}

function textOf(value: unknown): string {
  if (Array.isArray(value) && value.every((part) => typeof part !== 'object')) return value.join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
