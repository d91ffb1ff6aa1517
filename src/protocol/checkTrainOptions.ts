import { analyze } from '../model/analyze';
import type { Architecture, Shape } from '../model/layer';
import { isSequential, preset, presetNames } from '../model/presets';
import { activationOrders } from '../model/branches';
import { shortcutOptions } from '../model/shortcuts';
import { engineNames, type EngineName } from './engine';
import { suggestion } from './nearest';
import { presetOptionsOf, type NetworkOptions } from './networkOptions';
import { lrSchedulerNames, optimizerNames, precisions, stepChoices } from './recipe';
import type { TrainOptions } from './run';
import { UserError } from './userError';

/** Images of the data sets we read. */
const imageShape: Shape = [3, 32, 32];

interface Range {
  readonly what: string;
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
}

type NumericOption = {
  [K in keyof TrainOptions]-?: TrainOptions[K] extends number | undefined ? K : never;
}[keyof TrainOptions];

/** What a number may be; the bounds keep typing errors from becoming endless runs. */
const numericRanges: Readonly<Record<NumericOption, Range>> = {
  epochs: { what: 'the number of epochs', min: 1, max: 10_000, whole: true },
  batchSize: { what: 'the batch size', min: 1, max: 65_536, whole: true },
  learningRate: { what: 'the learning rate', min: 1e-12, max: 1000, whole: false },
  momentum: { what: 'the momentum', min: 0, max: 0.9999, whole: false },
  weightDecay: { what: 'the weight decay', min: 0, max: 10, whole: false },
  lrStepSize: { what: "the learning rate's step size", min: 1, max: 10_000, whole: true },
  lrGamma: { what: "the learning rate's gamma", min: 0, max: 10, whole: false },
  lrWarmupEpochs: { what: 'the number of warm-up epochs', min: 0, max: 10_000, whole: true },
  lrWarmupDecay: { what: 'the warm-up decay', min: 1e-6, max: 1, whole: false },
  labelSmoothing: { what: 'the label smoothing', min: 0, max: 0.9999, whole: false },
  randomCrop: { what: "the random crop's padding", min: 0, max: 32, whole: true },
  randomHorizontalFlip: { what: 'the probability of a horizontal flip', min: 0, max: 1, whole: false },
  metricsEvery: { what: 'the number of steps from one measurement to the next', min: 1, max: 1_000_000, whole: true },
  gateBias: { what: "the gate's first bias", min: -100, max: 100, whole: false },
  squeezeExcitation: { what: "squeeze-and-excitation's ratio", min: 1, max: 4096, whole: true },
  survival: { what: 'the survival probability', min: 0.01, max: 1, whole: false },
  seed: { what: 'the seed', min: 0, max: Number.MAX_SAFE_INTEGER, whole: true },
  limitTrain: { what: 'the limit of training images', min: 1, max: 10_000_000, whole: true },
  limitTest: { what: 'the limit of test images', min: 1, max: 10_000_000, whole: true },
};

/** What is wrong with a number, in a sentence; nothing if it is usable. */
export function numberProblem(option: NumericOption, value: number): string | undefined {
  const { what, min, max, whole } = numericRanges[option];
  if (Number.isFinite(value) && value >= min && value <= max && (!whole || Number.isInteger(value))) return undefined;
  const kind = whole ? 'a whole number' : 'a number';
  return `${capitalised(what)} must be ${kind} from ${bound(min)} to ${bound(max)}, but is ${value}.`;
}

/** Throws a usage error for the first option that can't be used; the data's own checks come when it is opened. */
export function checkTrainOptions(options: TrainOptions): void {
  buildArchitecture(options, 2);
  checkEngine(options.engine);
  checkName('optimizer', options.optimizer, optimizerNames);
  checkName('learning rate scheduler', options.lrScheduler, lrSchedulerNames);
  checkName('kind of step', options.step, stepChoices);
  checkName('precision', options.precision, precisions);
  checkPrecision(options);
  for (const option of Object.keys(numericRanges) as NumericOption[]) checkNumber(option, options[option]); // its own keys
  checkWarmUp(options);
}

/** Throws a usage error for a number that can't be used. */
export function checkNumber(option: NumericOption, value: number | undefined): void {
  const problem = value === undefined ? undefined : numberProblem(option, value);
  if (problem !== undefined) throw new UserError(problem, 'usage');
}

/** Throws a usage error naming the nearest engine. */
export function checkEngine(engine: string): asserts engine is EngineName | 'auto' {
  checkName('engine', engine, ['auto', ...engineNames]);
}

/** Throws a usage error naming the nearest of the names that there are. */
export function checkName(what: string, name: string, known: readonly string[]): void {
  if (!known.includes(name)) throw new UserError(`There is no ${what} "${name}".${suggestion(name, known)}`, 'usage');
}

function checkPrecision({ precision, step }: TrainOptions): void {
  if (precision !== 'float32' && step === 'eager')
    throw new UserError(
      `The precision ${precision} needs the step as one graph: leave out --step op-by-op, or take float32.`,
      'usage',
    );
}

function checkWarmUp({ lrWarmupEpochs, epochs }: TrainOptions): void {
  if (lrWarmupEpochs > 0 && lrWarmupEpochs >= epochs)
    throw new UserError(
      `The learning rate can't warm up for ${lrWarmupEpochs} epochs in a training of ${epochs}: choose fewer warm-up epochs or more epochs.`,
      'usage',
    );
}

/**
 * A preset for images of the given shape (by default those of our data sets, with `own` the preset's) and so many classes;
 * a usage error where there is none or where it can't work.
 */
export function buildArchitecture(
  options: NetworkOptions,
  classes: number | undefined,
  input: Shape | 'own' = imageShape,
): Architecture {
  const { model } = options;
  checkNetworkOptions(options);
  const built = preset(model, {
    ...presetOptionsOf(options),
    ...(input === 'own' ? {} : { input }),
    ...(classes === undefined ? {} : { classes }),
  });
  if (built === undefined)
    throw new UserError(`There is no model "${model}".${suggestion(model, presetNames)}`, 'usage');
  const [problem] = analyze(built).problems;
  if (problem !== undefined) throw new UserError(problem.message, 'usage');
  return built;
}

function checkNetworkOptions(given: NetworkOptions): void {
  const { shortcut, order, ...options } = given;
  const [change] = Object.entries(presetOptionsOf(given)).filter(([, value]) => value !== false);
  if (change !== undefined && isSequential(given.model))
    throw new UserError(`${given.model} has no residual blocks: leave out "${change[0]}".`, 'usage');
  if (shortcut !== undefined) checkName('shortcut', shortcut, shortcutOptions);
  if (order !== undefined) checkName('order of activations', order, activationOrders);
  for (const option of ['gateBias', 'squeezeExcitation', 'survival'] as const) checkNumber(option, options[option]);
}

function bound(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 12 });
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
