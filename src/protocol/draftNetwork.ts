import { analyze } from '../model/analyze';
import { activationOrders } from '../model/branches';
import type { Architecture, Shape } from '../model/layer';
import { isSequential, preset, presetNames } from '../model/presets';
import { shortcutOptions } from '../model/shortcuts';
import { nameProblem, suggestion } from './nearest';
import { networkOptionsOf, presetOptionsOf, type NetworkOptions } from './networkOptions';
import { numberProblem, type NumericOption } from './numberRanges';
import type { TrainOptions } from './run';
import { spelledArchitecture, type SpelledNetwork } from './spelledNetwork';

/** Images of the data sets we read. */
export const imageShape: Shape = [3, 32, 32];

/** An option that can't be used, and why in one sentence. */
export interface OptionProblem {
  readonly option: keyof TrainOptions;
  readonly message: string;
  /** Where the network's layers don't fit together: the first that doesn't. */
  readonly layer?: string;
}

/** A network as far as its options make one, and what is wrong with it. */
export interface Draft {
  readonly architecture?: Architecture;
  readonly problems: readonly OptionProblem[];
}

/** Whom a network is for. */
export interface Task {
  readonly classes: number | undefined;
  readonly input: Shape | 'own';
}

/** Builds a network without throwing where it can't be built or can't work. */
export function draftNetwork(options: NetworkOptions, task: Task): Draft {
  const unusable = [...networkProblems(options)];
  if (unusable.length > 0) return { problems: unusable };
  const architecture = unchecked(options, task);
  if (architecture === undefined) {
    const message = `There is no model "${options.model}".${suggestion(options.model, presetNames)}`;
    return { problems: [{ option: 'model', message }] };
  }
  const option = options.network === undefined ? 'model' : 'network';
  return { architecture, problems: analyze(architecture).problems.map((problem) => ({ option, ...problem })) };
}

function unchecked(options: NetworkOptions, { classes, input }: Task): Architecture | undefined {
  const { model, network } = options;
  const changes = presetOptionsOf(options);
  if (network !== undefined)
    return spelledArchitecture(network, {
      ...changes,
      name: model,
      input: input === 'own' ? imageShape : input,
      classes: classes ?? 10,
    });
  return preset(model, {
    ...changes,
    ...(input === 'own' ? {} : { input }),
    ...(classes === undefined ? {} : { classes }),
  });
}

function* networkProblems(options: NetworkOptions): Iterable<OptionProblem> {
  const { model, network, shortcut, order } = options;
  if (network === undefined && isSequential(model)) yield* changeProblems(options);
  if (network !== undefined) yield* spelledProblems(network);
  const names = { shortcut: nameProblem('shortcut', shortcut ?? 'A', shortcutOptions), order: nameProblem('order of activations', order ?? 'original', activationOrders) }; // prettier-ignore
  for (const option of ['shortcut', 'order'] as const) {
    const message = names[option];
    if (message !== undefined) yield { option, message };
  }
  for (const option of ['gateBias', 'squeezeExcitation', 'survival'] as const)
    yield* numberProblems(option, options[option]);
}

/** A network without residual blocks can't be changed. */
function* changeProblems(options: NetworkOptions): Iterable<OptionProblem> {
  const changes = Object.entries(networkOptionsOf({ ...options, model: '' }));
  const [change] = changes.filter(([, value]) => Boolean(value) || value === 0);
  if (change === undefined) return;
  const option = change[0] as keyof NetworkOptions; // its own keys
  yield { option, message: `${options.model} has no residual blocks: leave out "${option}".` };
}

function* spelledProblems(network: SpelledNetwork): Iterable<OptionProblem> {
  yield* groupProblems(network);
  if (network.stemInner === undefined || network.stem === 'deep') return;
  yield {
    option: 'network',
    message: 'Only a deep stem has inner widths: leave out "stemInner", or take the stem "deep".',
  };
}

/** Basic blocks have two 3×3 convolutions of one width. */
function* groupProblems({ block, groups, widthPerGroup }: SpelledNetwork): Iterable<OptionProblem> {
  if (block === 'bottleneck' || (groups === undefined && widthPerGroup === undefined)) return;
  const option = groups === undefined ? 'widthPerGroup' : 'groups';
  yield {
    option: 'network',
    message: `Only bottlenecks have groups: leave out "${option}", or take the block "bottleneck".`,
  };
}

/** What is wrong with a number that is given. */
export function* numberProblems(option: NumericOption, value: number | undefined): Iterable<OptionProblem> {
  const message = value === undefined ? undefined : numberProblem(option, value);
  if (message !== undefined) yield { option, message };
}
