import { presetNames } from '../model/presets';
import { numberProblem } from '../protocol/checkTrainOptions';
import { engineNames } from '../protocol/engine';
import { suggestion } from '../protocol/nearest';
import { optimizerNames } from '../protocol/recipe';
import { embeddedClasses, standardClasses } from '../protocol/cifar10';
import type { Settings } from './settings';
import type { PlanNumbers } from './trainPlan';

/** What has been answered so far, as text. */
export type Draft = Readonly<Record<StepName, string>>;

export type StepName = 'model' | 'data' | 'classes' | 'epochs' | 'batchSize' | 'optimizer' | 'learningRate' | 'engine';

/** A row to pick: what it stands for, and a word about it. */
export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly detail?: string;
}

/** One question of "Custom…"; a folder is asked for where `folder` is the value picked. */
export type Step =
  | { readonly kind: 'pick'; readonly name: StepName; readonly question: string; readonly choices: readonly Choice[] }
  | {
      readonly kind: 'input';
      readonly name: StepName;
      readonly question: string;
      /** What is wrong with an answer, in a sentence. */
      readonly problem: (text: string, draft: Draft) => string | undefined;
    };

/** The value of the choice that opens a folder dialog. */
export const chooseFolder = 'folder';

const modelDetails: Readonly<Record<string, string>> = {
  resnet34: 'He et al. 2015: 21.3 million parameters',
  'resnet20-cifar': 'He et al. 2015, for small images: 0.27 million parameters',
};

/** The questions in their order. */
export const customSteps: readonly Step[] = [
  {
    ...{ kind: 'pick', name: 'model', question: 'Which network?' },
    choices: presetNames.map((value) => {
      const detail = modelDetails[value];
      return { value, label: value, ...(detail === undefined ? {} : { detail }) };
    }),
  },
  {
    ...{ kind: 'pick', name: 'data', question: 'Which images?' },
    choices: [
      { value: 'embedded', label: 'Embedded', detail: 'airplane and bird, 500 training and 100 test images each' },
      { value: 'cifar10', label: 'CIFAR-10', detail: 'from the cache: 50,000 training and 10,000 test images' },
      { value: chooseFolder, label: 'Folder…', detail: "with files in CIFAR-10's binary layout" },
    ],
  },
  {
    ...{ kind: 'input', name: 'classes', question: 'Which classes, separated by commas? Empty: all of them.' },
    problem: classesProblem,
  },
  number('epochs', 'How many epochs?'),
  number('batchSize', 'How many images a batch?'),
  {
    ...{ kind: 'pick', name: 'optimizer', question: 'Which optimizer?' },
    choices: [
      { value: 'adam', label: 'Adam', detail: 'learning rate 0.001 does for most' },
      { value: 'adamw', label: 'AdamW', detail: 'weight decay 0.01; learning rate 0.001 does for most' },
      { value: 'sgd', label: 'SGD', detail: 'momentum 0.9, weight decay 0.0001; learning rate 0.05 does for most' },
    ],
  },
  number('learningRate', 'Which learning rate?'),
  {
    ...{ kind: 'pick', name: 'engine', question: 'Which engine?' },
    choices: ['auto', ...engineNames].map((value) => ({
      value,
      label: value,
      ...(value === 'auto' ? { detail: 'the fastest that works here' } : {}),
    })),
  },
];

/** The answers to begin with. */
export function firstDraft({ data, epochs, engine }: Pick<Settings, 'data' | 'epochs' | 'engine'>): Draft {
  return {
    ...{ model: 'resnet34', data: data === 'auto' ? 'embedded' : data, classes: embeddedClasses.join(', ') },
    ...{ epochs: String(epochs), batchSize: '64', optimizer: 'adam', learningRate: '0.001', engine },
  };
}

/** Takes an answer over; the learning rate's default follows the optimizer. */
export function answered(draft: Draft, name: StepName, value: string): Draft {
  if (name === 'optimizer' && value !== draft.optimizer)
    return { ...draft, optimizer: value, learningRate: value === 'sgd' ? '0.05' : '0.001' };
  return { ...draft, [name]: value };
}

/** What all answers together choose; each has been checked. */
export function draftNumbers(draft: Draft): PlanNumbers {
  const classes = classNames(draft.classes);
  return {
    model: draft.model,
    data: draft.data,
    ...(classes.length === 0 ? {} : { classes }),
    epochs: Number(draft.epochs),
    batchSize: Number(draft.batchSize),
    optimizer: optimizerNames.find((name) => name === draft.optimizer) ?? 'adam',
    learningRate: Number(draft.learningRate),
    engine: engineNames.find((name) => name === draft.engine) ?? 'auto',
  };
}

function number(name: StepName & ('epochs' | 'batchSize' | 'learningRate'), question: string): Step {
  const problem = (text: string): string | undefined =>
    Number.isNaN(Number.parseFloat(text)) || Number.isNaN(Number(text))
      ? `"${text}" is not a number.`
      : numberProblem(name, Number(text));
  return { kind: 'input', name, question, problem };
}

function classNames(text: string): readonly string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** The classes of known data; a folder's are known to the worker alone. */
const knownClasses: Readonly<Record<string, readonly string[]>> = {
  embedded: embeddedClasses,
  cifar10: standardClasses,
};

function classesProblem(text: string, { data }: Draft): string | undefined {
  const names = classNames(text);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) return `"${twice}" is there twice.`;
  if (names.length === 1) return 'One class leaves nothing to learn: name two or more.';
  const known = knownClasses[data];
  const unknown = names.find((name) => known?.includes(name) === false);
  return unknown === undefined || known === undefined
    ? undefined
    : `There is no class "${unknown}" in these images.${suggestion(unknown, known)}`;
}
