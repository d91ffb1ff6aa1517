import type { RunStart, TrainOptions } from '../protocol/run';
import type { NetworkFileInput } from '../protocol/networkFile/networkFileSchema';
import { optionsFile } from '../protocol/networkFile/optionsFile';
import { workedExample } from '../protocol/networkFile/workedExample';

/** What an option is set to: lists as one text. */
export type OptionValue = string | number | boolean;

/** An option as a network file has it. */
export interface NamedOption {
  readonly section: 'network' | 'data' | 'training';
  readonly name: string;
  readonly value: OptionValue;
}

/** A run's options in the order of its network file; of what was left to the machine, what the run's start tells. */
export function namedOptions(options: TrainOptions, start?: RunStart): readonly NamedOption[] {
  const { network, data, training } = optionsFile(options, start);
  return [
    ...optionsOf('network', flatNetwork(network)),
    ...optionsOf('data', flatData(data)),
    ...optionsOf('training', { ...training }),
  ];
}

/** The options of data and training in which a run differs from the worked example. */
export function unusualOptions(options: TrainOptions): readonly NamedOption[] {
  const usual = new Map(namedOptions(workedExample()).map(({ name, value }) => [name, value]));
  return namedOptions(options).filter(({ section, name, value }) => section !== 'network' && usual.get(name) !== value);
}

type Section = Readonly<Record<string, OptionValue | undefined>>;

function optionsOf(section: NamedOption['section'], values: Section): readonly NamedOption[] {
  return Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [{ section, name, value }]));
}

function flatNetwork(network: NetworkFileInput['network']): Section {
  const input = network.input?.join('×');
  if (!('stages' in network)) return { ...network, input };
  const stages = network.stages.map(({ blocks, width }) => `${blocks} of ${width}`).join(', ');
  return { ...network, input, stages, stemInner: network.stemInner?.join(', ') };
}

function flatData(data: NonNullable<NetworkFileInput['data']> = {}): Section {
  const { classes } = data;
  return { ...data, classes: typeof classes === 'string' ? classes : classes?.join(', ') };
}
