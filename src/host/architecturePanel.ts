import { Uri, ViewColumn, window, type Disposable, type WebviewPanel, type WebviewPanelSerializer } from 'vscode';
import type { Channel } from '../protocol/channel';
import { UserError } from '../protocol/userError';
import type { HostSide, ViewSide } from '../protocol/viewContract';
import { comparisonTitle } from '../protocol/comparisonText';
import type { ComparedContent } from './comparedContent';
import { FirstPaint } from './firstPaint';
import { architecturePanelType } from './viewIds';
import { ViewSession, type ViewActions, type ViewContent } from './viewSession';
import { loadPage, pageOf } from './webviewPage';

/** The one panel that draws a network; made when it is first shown, and again after the user has closed it. */
export class ArchitecturePanel implements Disposable, WebviewPanelSerializer {
  #panel: WebviewPanel | undefined;
  #session: ViewSession | undefined;
  #content: ViewContent = {};
  #step: number | undefined;
  readonly #paint = new FirstPaint();

  constructor(
    private readonly view: {
      readonly extension: Uri;
      readonly actions: ViewActions;
      /** Settles once what was shown before a window reload has been handed to `show`. */
      readonly restored: Promise<unknown>;
    },
  ) {}

  /** Changes what the panel shows, if it is open. */
  show(content: ViewContent): void {
    const leavesRun = this.#content.history !== undefined && content.history === undefined;
    if (content.history !== this.#content.history) this.#step = undefined;
    this.#content = content;
    this.#session?.show(content);
    if (this.#panel === undefined) return;
    this.#panel.title = titleOf(content);
    // A page knows no way back from a run to none, except to begin anew.
    if (leavesRun) loadPage(this.#panel.webview, { extension: this.view.extension, name: 'architecture' });
  }

  /** Looks back at a step of the run that it shows; nothing: at the newest again. */
  lookBack(step: number | undefined): void {
    this.#step = step;
    this.#session?.lookBack(step);
  }

  /** Shows two networks in the place of what is shown, until the user closes them or something else is shown. */
  compare(comparison: ComparedContent): void {
    this.show({ ...this.#content, comparison });
  }

  /** What is shown, or will be when the comparison is closed. */
  get content(): ViewContent {
    return this.#content;
  }

  /** Opens the panel or brings it to the front, and gives its page when that is there. */
  async openedPage(): Promise<Channel<HostSide, ViewSide>> {
    this.reveal();
    if (this.#session === undefined) throw new UserError('The architecture panel could not be opened: try again.');
    return this.#session.readyPage();
  }

  /** Whether this is what the panel shows. */
  shows(content: ViewContent | undefined): boolean {
    return this.#content === content;
  }

  /** Opens the panel or brings it to the front. */
  reveal(): void {
    if (this.#panel !== undefined) this.#panel.reveal(undefined, true);
    else this.#adopt(window.createWebviewPanel(architecturePanelType, titleOf(this.#content), ViewColumn.Active));
  }

  /** The same beside the editor in use, which keeps the focus. */
  revealBeside(): void {
    const place = { viewColumn: ViewColumn.Beside, preserveFocus: true };
    if (this.#panel !== undefined) this.#panel.reveal(ViewColumn.Beside, true);
    else this.#adopt(window.createWebviewPanel(architecturePanelType, titleOf(this.#content), place));
  }

  /** VS Code hands the panel back after a window reload. */
  async deserializeWebviewPanel(panel: WebviewPanel): Promise<void> {
    const closed = new Promise<'closed'>((resolve) => panel.onDidDispose(() => resolve('closed')));
    const first = await Promise.race([this.view.restored, closed]);
    if (first !== 'closed') this.#adopt(panel);
  }

  /** Settles when the panel shows its graph, at the latest after so many milliseconds. */
  untilPainted(ms: number): Promise<void> {
    return this.#paint.within(ms);
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #painted(ms: number): void {
    this.#paint.painted();
    this.view.actions.painted(ms);
  }

  #adopt(panel: WebviewPanel): void {
    this.#panel?.dispose();
    const { extension } = this.view;
    const actions: ViewActions = {
      ...this.view.actions,
      painted: (ms) => this.#painted(ms),
      closeComparison: () => this.show({ ...this.#content, comparison: undefined }),
    };
    this.#paint.begin();
    const session = new ViewSession(pageOf(panel.webview), { actions, visible: panel.visible });
    loadPage(panel.webview, { extension, name: 'architecture' });
    panel.title = titleOf(this.#content);
    panel.iconPath = panelIcon(extension);
    panel.onDidChangeViewState(() => session.setVisible(panel.visible));
    panel.onDidDispose(() => {
      session.dispose();
      if (this.#panel !== panel) return;
      this.#panel = undefined;
      this.#session = undefined;
    });
    session.show(this.#content);
    session.lookBack(this.#step);
    this.#panel = panel;
    this.#session = session;
  }
}

function panelIcon(extension: Uri): { light: Uri; dark: Uri } {
  const icon = (theme: string): Uri => Uri.joinPath(extension, 'media', `panel-${theme}.svg`);
  return { light: icon('light'), dark: icon('dark') };
}

function titleOf({ architecture, comparison }: ViewContent): string {
  if (comparison !== undefined)
    return comparisonTitle({ left: comparison.left.architecture, right: comparison.right.architecture });
  return architecture?.title ?? 'ResNet';
}
