import { bestEpoch } from '../../protocol/bestEpoch';
import { duration, exact, measured, percent, stateNames, stepNames } from '../../protocol/format';
import type { EpochResult, RunStart } from '../../protocol/run';
import { chartSvg } from '../charts/chartSvg';
import { runCharts } from '../charts/runCharts';
import { colourings } from '../graph/colouring';
import { mark, type Mark } from '../mark';
import { optionRows, type OptionRow } from './optionRows';
import type { ReportedRun } from './reportHtml';
import { reportTable, type ReportColumn } from './reportTable';

/** What a report tells of a run: how it went, its charts, its epochs and its options. */
export function runSections({ snapshot, options }: ReportedRun): Mark[] {
  const { status, epochs } = snapshot;
  const rows = optionRows(options);
  const best = bestEpoch(epochs);
  const { colours } = colourings.page;
  return [
    mark('p', {}, [`${stateNames[status.state]}. ${status.message}`]),
    facts(status.start),
    mark('h2', {}, ['Curves']),
    mark('p', { class: 'faint' }, ['Lines are means of neighbouring steps, within the span of their values.']),
    mark('div', { class: 'charts' }, runCharts(snapshot).map((chart) => chartSvg(chart, colours))), // prettier-ignore
    mark('h2', {}, ['Epochs']),
    epochs.length === 0
      ? mark('p', {}, ['No epoch was finished.'])
      : reportTable(epochs, epochColumns, (epoch) => epoch === best),
    mark('h2', {}, ['Configuration']),
    mark('p', { class: 'faint' }, ['What differs from the worked example is bold, and comes first.']),
    reportTable(rows, optionColumns, ({ value, example }) => value !== example),
  ];
}

function facts(start: RunStart | undefined): Mark {
  const pairs = start === undefined ? [['Engine', 'the run ended before one was chosen']] : factsOf(start);
  return mark('dl', {}, pairs.flatMap(([name = '', value = '']) => [mark('dt', {}, [name]), mark('dd', {}, [value])])); // prettier-ignore
}

function factsOf(start: RunStart): string[][] {
  const { engine, engineDetail, step, data, trainImages, testImages, classes } = start;
  return [
    ['Engine', `${engine}, ${stepNames[step]}: ${engineDetail}`],
    ['Data', `${data}: ${exact(trainImages)} training and ${exact(testImages)} test images`],
    ['Classes', classes.join(', ')],
    ['Steps', `${exact(start.epochs)} epochs of ${exact(start.stepsPerEpoch)} steps, ${exact(start.batchSize)} images a step`], // prettier-ignore
  ];
}

const epochColumns: readonly ReportColumn<EpochResult>[] = [
  { title: 'epoch', right: true, cell: ({ epoch }) => String(epoch) },
  { title: 'training loss', right: true, cell: ({ trainLoss }) => measured(trainLoss) },
  { title: 'training accuracy', right: true, cell: ({ trainAccuracy }) => percent(trainAccuracy) },
  { title: 'test loss', right: true, cell: ({ testLoss }) => measured(testLoss) },
  { title: 'test accuracy', right: true, cell: ({ testAccuracy }) => percent(testAccuracy) },
  { title: 'time', right: true, cell: ({ seconds }) => duration(seconds) },
];

const optionColumns: readonly ReportColumn<OptionRow>[] = [
  { title: 'option', right: false, cell: ({ name }) => name },
  { title: 'value', right: false, cell: ({ value }) => value },
  { title: 'worked example', right: false, cell: ({ example }) => example },
];
