import type { Command } from 'commander';
import path from 'node:path';
import { loadRun } from '../client/loadRun';
import { writeForUser } from '../client/writeForUser';
import { plannedNetwork } from '../protocol/plannedNetwork';
import { bytes } from '../drawing/graph/hoverFacts';
import { UserError } from '../protocol/userError';
import { warn } from './standardOutput';

interface ReportFlags {
  readonly out: string;
}

/** `resnet report RUN`: a run in one HTML file. */
export function addReport(program: Command): void {
  program
    .command('report')
    .description(
      'write one HTML file of a run: graph, curves, configuration, epochs, layers; it opens without a network',
    )
    .argument('<run>', 'a run’s folder')
    .requiredOption('--out <file>', 'the file to write, *.html')
    .action(async (run: string, { out }: ReportFlags) => {
      if (!/\.html?$/i.test(out))
        throw new UserError(`A report is an HTML file, but --out is "${out}": name it like report.html.`, 'usage');
      const html = await reportOf(path.resolve(run));
      process.stdout.write(`${out} is written (${bytes(await writeForUser(out, html))}).\n`);
    });
}

async function reportOf(folder: string): Promise<string> {
  const { record, history } = await loadRun(folder, warn);
  const { title, options, start } = record;
  const architecture = plannedNetwork(options, start?.classes.length);
  const snapshot = history.snapshot();
  // ELK is large, and other commands need none of it.
  const [{ drawNetwork }, { graphSvg }, { reportHtml }] = await Promise.all([
    import('../drawing/graph/drawNetwork'),
    import('../drawing/graph/graphPicture'),
    import('../drawing/report/reportHtml'),
  ]);
  const graph = graphSvg(await drawNetwork(architecture, title, snapshot), 'page').svg;
  const run = { snapshot, options };
  return reportHtml({ title, architecture, graph, run, product: `ResNet Inspector ${__VERSION__}` });
}
