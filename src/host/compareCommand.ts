import { window, workspace, type QuickPickItem } from 'vscode';
import { presetNames } from '../model/presets';
import type { ArchitecturePanel } from './architecturePanel';
import type { ComparedItem } from './comparedContent';
import { networkContent } from './networkContent';
import { networkFileSelector } from './networkFileDocument';
import type { ViewContent } from './viewSession';

/** What the command needs of the extension. */
export interface Comparing {
  readonly panel: Pick<ArchitecturePanel, 'compare' | 'reveal' | 'content'>;
  /** The network in a file, by the file's URI. */
  readonly openFile: (file: string) => Promise<ViewContent>;
}

interface NetworkItem extends QuickPickItem {
  readonly open: () => ViewContent | Promise<ViewContent>;
}

/** Shows two networks beside each other: those of these names, or those that the user chooses. */
export async function compareCommand(of: Comparing, ...names: readonly unknown[]): Promise<void> {
  const [left, right] = names.filter((name) => typeof name === 'string');
  const named = left !== undefined && right !== undefined;
  const two = named ? [networkContent(left), networkContent(right)].map(itemOf) : await askTwo(of);
  if (two[0] === undefined || two[1] === undefined) return;
  of.panel.compare({ left: two[0], right: two[1] });
  of.panel.reveal();
}

/** As many as the user chooses before giving up. */
async function askTwo(of: Comparing): Promise<readonly (ComparedItem | undefined)[]> {
  const items = await networkItems(of);
  const left = await ask(items, 'Compare Architectures (1/2)', 'The network on the left');
  if (left === undefined) return [];
  return [left, await ask(items, 'Compare Architectures (2/2)', `The network beside ${left.architecture.title}`)];
}

async function ask(
  items: readonly NetworkItem[],
  title: string,
  placeHolder: string,
): Promise<ComparedItem | undefined> {
  const picked = await window.showQuickPick(items, { title, placeHolder });
  return itemOf((await picked?.open()) ?? {});
}

function itemOf({ architecture, history }: ViewContent): ComparedItem | undefined {
  return architecture === undefined ? undefined : { architecture, history };
}

/** So many network files of the workspace are offered at most. */
const mostFiles = 100;

/** First what the panel shows, then the workspace's network files and the presets. */
async function networkItems({ panel, openFile }: Comparing): Promise<readonly NetworkItem[]> {
  const { content } = panel;
  const shown = content.architecture === undefined ? [] : [{ label: content.architecture.title, description: 'shown now', open: () => content }]; // prettier-ignore
  const files = await workspace.findFiles(networkFileSelector.pattern, '**/node_modules/**', mostFiles);
  const paths = files.map((uri) => ({ label: workspace.asRelativePath(uri), uri: uri.toString() }));
  return [
    ...shown,
    ...paths.sort((a, b) => a.label.localeCompare(b.label)).map(({ label, uri }) => ({ label, description: 'network file', open: () => openFile(uri) })), // prettier-ignore
    ...presetNames.map((label) => ({ label, open: () => networkContent(label) })),
  ];
}
