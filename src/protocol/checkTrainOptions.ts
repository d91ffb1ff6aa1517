import type { Architecture, Shape } from '../model/layer';
import { draftNetwork, imageShape, numberProblems, type OptionProblem } from './draftNetwork';
import { engineNames, type EngineName } from './engine';
import { nameProblem } from './nearest';
import type { NetworkOptions } from './networkOptions';
import { numericOptions, type NumericOption } from './numberRanges';
import { earlyStoppingMetrics, lrSchedulerNames, optimizerNames, precisions, stepChoices } from './recipe';
import type { TrainOptions } from './run';
import { UserError } from './userError';

export { numberProblem } from './numberRanges';

/** Throws a usage error for the first option that can't be used; the data's own checks come when it is opened. */
export function checkTrainOptions(options: TrainOptions): void {
  buildArchitecture(options, 2);
  for (const { message } of trainingProblems(options)) throw new UserError(message, 'usage');
}

/** The options that can't be used, besides the network's. */
export function* trainingProblems(options: TrainOptions): Iterable<OptionProblem> {
  for (const [option, { what, known }] of namedOptions) {
    const problem = nameProblem(what, options[option], known);
    if (problem !== undefined) yield { option, message: problem };
  }
  yield* precisionProblems(options);
  for (const option of numericOptions) yield* numberProblems(option, options[option]);
  yield* warmUpProblems(options);
  if (options.newHead === true && options.weights === undefined)
    yield { option: 'newHead', message: 'A new head is for training from weights: name their file, or leave it out.' };
}

const engines = ['auto', ...engineNames];

/** Options that are one of a few words. */
const namedOptions = [
  ['engine', { what: 'engine', known: engines }],
  ['optimizer', { what: 'optimizer', known: optimizerNames }],
  ['lrScheduler', { what: 'learning rate scheduler', known: lrSchedulerNames }],
  ['step', { what: 'kind of step', known: stepChoices }],
  ['precision', { what: 'precision', known: precisions }],
  ['earlyStoppingMetric', { what: 'metric of early stopping', known: earlyStoppingMetrics }],
] as const;

/** Throws a usage error for a number that can't be used. */
export function checkNumber(option: NumericOption, value: number | undefined): void {
  for (const { message } of numberProblems(option, value)) throw new UserError(message, 'usage');
}

/** Throws a usage error naming the nearest engine. */
export function checkEngine(engine: string): asserts engine is EngineName | 'auto' {
  checkName('engine', engine, engines);
}

/** Throws a usage error naming the nearest of the names that there are. */
export function checkName(what: string, name: string, known: readonly string[]): void {
  const problem = nameProblem(what, name, known);
  if (problem !== undefined) throw new UserError(problem, 'usage');
}

function* precisionProblems({ precision, step }: TrainOptions): Iterable<OptionProblem> {
  if (precision === 'float32' || step !== 'eager') return;
  const message = `The precision ${precision} needs the step as one graph: leave out --step op-by-op, or take float32.`;
  yield { option: 'step', message };
}

function* warmUpProblems({ lrWarmupEpochs, epochs }: TrainOptions): Iterable<OptionProblem> {
  if (lrWarmupEpochs === 0 || lrWarmupEpochs < epochs) return;
  const message = `The learning rate can't warm up for ${lrWarmupEpochs} epochs in a training of ${epochs}: choose fewer warm-up epochs or more epochs.`;
  yield { option: 'lrWarmupEpochs', message };
}

/**
 * A network for images of the given shape (by default those of our data sets, with `own` the preset's) and so many classes;
 * a usage error where there is none or where it can't work.
 */
export function buildArchitecture(
  options: NetworkOptions,
  classes: number | undefined,
  input: Shape | 'own' = imageShape,
): Architecture {
  const { architecture, problems } = draftNetwork(options, { classes, input });
  const [problem] = problems;
  if (architecture !== undefined && problem === undefined) return architecture;
  throw new UserError(problem?.message ?? 'There is no network.', 'usage');
}
