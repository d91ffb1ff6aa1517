import { analyze, type Analysis } from '../../model/analyze';
import { describeColumns, totalLines } from '../../model/describeTable';
import { describedRows } from '../../model/describeRows';
import type { Architecture } from '../../model/layer';
import type { TrainOptions } from '../../protocol/run';
import type { RunSnapshot } from '../../protocol/viewContract';
import { mark, type Mark } from '../mark';
import { markText } from '../markText';
import { reportStyle } from './reportStyle';
import { reportTable } from './reportTable';
import { runSections } from './runSections';

/** A run as a report tells it. */
export interface ReportedRun {
  readonly snapshot: RunSnapshot;
  readonly options: TrainOptions;
}

/** What a report is made from. */
export interface ReportParts {
  readonly title: string;
  readonly architecture: Architecture;
  /** The graph's SVG for a page, as text. */
  readonly graph: string;
  /** Nothing where only a network is told of. */
  readonly run: ReportedRun | undefined;
  /** `ResNet Inspector 0.1.0`. */
  readonly product: string;
}

/** Nothing is loaded and nothing runs: the page is whole as it is. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** One HTML file of graph, curves, configuration and tables that opens anywhere, without a network and without scripts. */
export function reportHtml({ title, architecture, graph, run, product }: ReportParts): string {
  const analysis = analyze(architecture);
  const head = mark('head', {}, [
    mark('meta', { charset: 'utf-8' }),
    mark('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
    mark('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    mark('title', {}, [title]),
    mark('style', {}, [reportStyle()]),
  ]);
  const body = [
    mark('h1', {}, [title]),
    ...(run === undefined ? [] : runSections(run)),
    mark('h2', {}, ['Network']),
    ...totals(analysis),
  ];
  const after = [
    mark('h2', {}, ['Layers']),
    layers(architecture, analysis),
    mark('footer', { class: 'faint' }, [`Written by ${product}.`]),
  ];
  return [
    '<!DOCTYPE html>',
    '<html lang="en">',
    markText(head),
    '<body>',
    ...body.map(markText),
    `<figure class="graph">${graph}</figure>`,
    ...after.map(markText),
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function totals(analysis: Analysis): Mark[] {
  const lines = totalLines(analysis).slice(0, -1); // the last one explains the layers' table
  return lines.map((line) => mark('p', { class: 'faint' }, [line]));
}

function layers(architecture: Architecture, { layers: facts }: Analysis): Mark {
  return reportTable(describedRows(architecture, facts), describeColumns);
}
