import path from 'node:path';
import { Uri, window, type LogOutputChannel } from 'vscode';
import { buildArchitecture } from '../protocol/checkTrainOptions';
import { exact, percent, short } from '../protocol/format';
import { networkText } from '../protocol/recognition/networkText';
import type { Evaluation } from '../protocol/trainerContract';
import { UserError } from '../protocol/userError';
import type { OpenedWeights } from '../protocol/weights';
import { askWeightsFile } from './askWeightsFile';
import { runWithProgress } from './runWithProgress';
import type { Settings } from './settings';
import type { Shown } from './shown';
import type { Trainers } from './trainers';
import type { TrainPlan } from './trainPlan';
import type { ViewContent } from './viewSession';
import { evaluationOf, tuningPlan, usability, type WeightsFile } from './weightsPlan';

interface Uses {
  readonly trainers: Trainers;
  readonly output: Pick<LogOutputChannel, 'info'>;
  readonly settings: () => Settings;
  readonly shown: Pick<Shown, 'showPassing' | 'enrich'>;
  readonly reveal: () => void;
  readonly train: (plan: TrainPlan) => Promise<void>;
}

const evaluate = 'Evaluate on CIFAR-10';
const tune = 'Fine-tune';

/** "ResNet: Open Weights": draws the network whose weights a file has, measures them, and offers what can be done with them. */
export async function openWeights(uses: Uses, argument: unknown): Promise<void> {
  const file = await chosenFile(argument);
  if (file === undefined) return;
  const opened = await readWeights(uses, file);
  if (opened === undefined) return;
  const weights: WeightsFile = { file, opened };
  const { evaluated, tuned, hindrance } = usability(weights, uses.settings());
  const summary = `${path.basename(file)}: ${summaryOf(opened)}`;
  uses.output.info(summary);
  const text = hindrance === undefined ? summary : `${summary} ${hindrance}`;
  const buttons = [...(evaluated ? [evaluate] : []), ...(tuned ? [tune] : [])];
  const button = await window.showInformationMessage(text, ...buttons);
  if (button === evaluate) await evaluateWeights(uses, weights);
  if (button === tune) await uses.train(tuningPlan(weights, uses.settings()));
}

/** The file that was clicked, else one that the user picks. */
async function chosenFile(argument: unknown): Promise<string | undefined> {
  const uri = argument instanceof Uri ? argument : await askWeightsFile();
  if (uri === undefined || uri.scheme === 'file') return uri?.fsPath;
  throw new UserError('Weights are read from this machine’s own disk only: copy the file there first.');
}

/** Draws the network at once, and tells more as soon as its weights have been read. */
async function readWeights(
  { trainers, shown, reveal, settings }: Uses,
  file: string,
): Promise<OpenedWeights | undefined> {
  return runWithProgress({
    title: `ResNet: opening ${path.basename(file)}`,
    trainers,
    run: async (channel, signal) => {
      const opened = await channel.request('openWeights', { file }, signal);
      const { data } = settings();
      const content = contentOf({ file, opened, data });
      shown.showPassing(content);
      reveal();
      const weights = await channel.request('weightStatistics', { file }, signal);
      shown.enrich(content, contentOf({ file, opened, data }, weights));
      return opened;
    },
  });
}

type Weights = NonNullable<ViewContent['architecture']>['weights'];

function contentOf({ file, opened, data }: WeightsFile & { readonly data: string }, weights?: Weights): ViewContent {
  const { options, classes, input } = opened.network;
  const architecture = buildArchitecture(options, classes, input);
  const trained = { weights: file, network: options, classes, input, data }; // its classes need not be the data's: images are only looked at
  return {
    architecture: { architecture, title: path.basename(file), weights, trained: true },
    trained: () => Promise.resolve(trained),
  };
}

function summaryOf({ network, elements }: OpenedWeights): string {
  const { options, classes, alternatives } = network;
  const others = alternatives.length === 0 ? '' : ` (or ${alternatives.map(networkText).join(', ')})`;
  return `${networkText(options)}${others}, ${exact(classes)} classes, ${short(elements)} numbers.`;
}

async function evaluateWeights({ trainers, output, settings }: Uses, weights: WeightsFile): Promise<void> {
  const name = path.basename(weights.file);
  const found = await runWithProgress({
    title: `ResNet: evaluating ${name}`,
    trainers,
    run: (channel, signal) => channel.request('evaluate', evaluationOf(weights, settings()), signal),
  });
  if (found === undefined) return;
  for (const { class: label, accuracy, images } of found.perClass)
    output.info(`${name}: ${label} ${percent(accuracy ?? NaN)} of ${images} images`);
  void window.showInformationMessage(`${name}: ${outcomeOf(found)}`);
}

function outcomeOf({ accuracy, loss, perClass }: Evaluation): string {
  const images = perClass.reduce((sum, row) => sum + row.images, 0);
  return `accuracy ${percent(accuracy)}, loss ${loss.toFixed(4)} on ${exact(images)} test images.`;
}
