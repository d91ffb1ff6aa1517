import { ProgressLocation, Uri, window } from 'vscode';
import path from 'node:path';
import { writeForUser } from '../client/writeForUser';
import { analyze } from '../model/analyze';
import { describeCsv } from '../model/describeCsv';
import { describeMarkdown } from '../model/describeTable';
import { reportHtml } from '../drawing/report/reportHtml';
import { bytes } from '../drawing/graph/hoverFacts';
import { UserError } from '../protocol/userError';
import type { DrawnArchitecture } from '../protocol/viewContract';
import type { ArchitecturePanel } from './architecturePanel';
import { offerToReveal } from './offerToReveal';
import type { ViewContent } from './viewSession';

interface Uses {
  readonly panel: Pick<ArchitecturePanel, 'content' | 'openedPage'>;
  /** Where files go unless the user says otherwise. */
  readonly folder: () => string;
  readonly log: (line: string) => void;
}

/** What is written, of which network and run. */
interface Asked {
  readonly panel: Uses['panel'];
  readonly content: ViewContent;
  readonly drawn: DrawnArchitecture;
}

interface GraphForm {
  readonly label: string;
  readonly detail: string;
  readonly extension: string;
  readonly make: (asked: Asked) => Promise<string | Uint8Array>;
}

const scales = [1, 2, 3, 4];

/** What a graph can be exported as, from first to last in the list. */
const forms: readonly GraphForm[] = [
  {
    label: 'SVG',
    detail: 'The whole graph as it is open now; texts stay texts. Drawn light, for papers and pages.',
    extension: '.svg',
    make: async ({ panel }) => (await panel.openedPage()).request('graphSvg', 'print'),
  },
  ...scales.map((scale) => ({
    label: `PNG, ${scale}×`,
    detail: scale === 1 ? 'The same as pixels.' : `The same with ${scale} × ${scale} pixels for each.`,
    extension: '.png',
    make: async ({ panel }: Asked) => (await panel.openedPage()).request('graphPng', scale),
  })),
  {
    label: 'HTML report',
    detail: 'One file of graph, curves, configuration, epochs and layers, which opens anywhere without a network.',
    extension: '.html',
    make: reportOf,
  },
  {
    label: 'Markdown table',
    detail: 'The layers with shapes, parameters, MACs and receptive fields.',
    extension: '.md',
    make: ({ drawn: { architecture } }) =>
      Promise.resolve(`${describeMarkdown(architecture, analyze(architecture))}\n`),
  },
  {
    label: 'CSV table',
    detail: 'The same numbers for a spreadsheet or a program.',
    extension: '.csv',
    make: ({ drawn: { architecture } }) => Promise.resolve(`${describeCsv(architecture, analyze(architecture))}\r\n`),
  },
];

/** "ResNet: Export Graph": writes what the architecture panel shows as a picture, a table or a report. */
export async function exportGraph({ panel, folder, log }: Uses): Promise<void> {
  const { content } = panel;
  const drawn = content.architecture;
  if (drawn === undefined) throw new UserError('There is no network to export: run “ResNet: Show Architecture” first.');
  if (content.comparison !== undefined)
    throw new UserError('Two networks are compared: close the comparison (Escape) to export the one.');
  const form = await window.showQuickPick(forms, { title: 'Export Graph', placeHolder: `${drawn.title}: as what` });
  const out = form === undefined ? undefined : await askPlace(form, path.join(folder(), fileNameOf(drawn.title)));
  if (form === undefined || out === undefined) return;
  const name = path.basename(out);
  const size = await window.withProgress(
    { location: ProgressLocation.Notification, title: `ResNet: exporting ${name}` },
    async () => writeForUser(out, await form.make({ panel, content, drawn })),
  );
  const sentence = `${name} is written (${bytes(size)}).`;
  log(sentence);
  await offerToReveal(sentence, out);
}

async function askPlace({ label, extension }: GraphForm, stem: string): Promise<string | undefined> {
  const filters = { [label]: [extension.slice(1)] };
  const options = { title: `Export as ${label}`, saveLabel: 'Export', defaultUri: Uri.file(stem + extension), filters };
  return (await window.showSaveDialog(options))?.fsPath;
}

/** A title as a file's name everywhere. */
function fileNameOf(title: string): string {
  return title.replaceAll(/[^\p{L}\p{N}.-]+/gu, '-').replaceAll(/^[-.]+|[-.]+$/g, '') || 'network';
}

async function reportOf({ panel, content, drawn }: Asked): Promise<string> {
  const { history, options } = content;
  const graph = await (await panel.openedPage()).request('graphSvg', 'page');
  const run = history === undefined || options === undefined ? undefined : { snapshot: history.snapshot(), options };
  const { title, architecture } = drawn;
  return reportHtml({ title, architecture, graph, run, product: `ResNet Inspector ${__VERSION__}` });
}
