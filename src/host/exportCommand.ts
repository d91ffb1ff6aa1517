import path from 'node:path';
import { Uri, window } from 'vscode';
import { trainedIn, type Trained } from '../client/trainedIn';
import type { TrainerProcess } from '../client/trainerProcess';
import { exportFormats, formatFacts, type ExportFormat } from '../protocol/exportFormat';
import { short } from '../protocol/format';
import { askTrained, type TrainedChoice } from './askTrained';
import { runFolderOf } from './runItem';
import { offerToReveal } from './offerToReveal';
import { runWithProgress } from './runWithProgress';
import type { Trainers } from './trainers';

interface Uses {
  readonly trainers: Trainers;
  readonly runsFolder: () => string;
  readonly log: (line: string) => void;
}

/** "ResNet: Export": writes the network of a run, or of a file of weights, for other programs; the argument may be either. */
export async function exportCommand(uses: Uses, argument: unknown): Promise<void> {
  const from = choiceOf(argument) ?? (await askTrained(uses));
  const format = from === undefined ? undefined : await askFormat();
  if (from === undefined || format === undefined) return;
  const out = await askPlace(from, format);
  if (out === undefined) return;
  const name = path.basename(out);
  const written = await runWithProgress({
    title: `ResNet: exporting ${name}`,
    trainers: uses.trainers,
    run: async (channel, signal) =>
      channel.request('exportNetwork', { ...(await trainedOf(channel, from)), format, out }, signal),
  });
  if (written === undefined) return;
  const sentence = [`${name} is written (${short(written.bytes)}B).`, ...written.notes].join(' ');
  uses.log(sentence);
  await offerToReveal(sentence, out);
}

function choiceOf(argument: unknown): TrainedChoice | undefined {
  if (argument instanceof Uri) return { weights: argument.fsPath };
  const run = runFolderOf(argument);
  return run === undefined ? undefined : { run };
}

async function askFormat(): Promise<ExportFormat | undefined> {
  const items = exportFormats.map((format) => {
    const { title, detail } = formatFacts[format];
    return { label: title, detail, format };
  });
  return (await window.showQuickPick(items, { title: 'Export', placeHolder: 'As what' }))?.format;
}

/** Where it goes: beside the run or the file, unless the user says otherwise. */
async function askPlace(from: TrainedChoice, format: ExportFormat): Promise<string | undefined> {
  const { title, extension } = formatFacts[format];
  const beside = from.run ?? from.weights.replace(/\.safetensors$/, '');
  const defaultUri = Uri.file(`${beside}${extension ?? `-${format}`}`);
  const filters = extension === undefined ? {} : { [title]: [extension.slice(1)] };
  const options = { title: `Export as ${title}`, saveLabel: 'Export', defaultUri, filters };
  return (await window.showSaveDialog(options))?.fsPath;
}

async function trainedOf(channel: TrainerProcess['channel'], from: TrainedChoice): Promise<Trained> {
  if (from.run !== undefined) return trainedIn(from.run);
  const { network, classNames } = await channel.request('openWeights', { file: from.weights });
  const { options, classes, input } = network;
  return { weights: from.weights, network: options, classes, classNames, input };
}
