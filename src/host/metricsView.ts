import type { RunHistory } from '../client/runHistory';
import { commands, type Disposable, type Uri, type WebviewView, type WebviewViewProvider } from 'vscode';
import { metricsViewId } from './viewIds';
import { ViewSession, type ViewActions, type ViewContent } from './viewSession';
import { loadPage, pageOf } from './webviewPage';

/** The charts in the side panel; VS Code makes and unmakes the view as the user shows, moves and hides it. */
export class MetricsView implements Disposable, WebviewViewProvider {
  #session: ViewSession | undefined;
  #content: ViewContent = {};
  #step: number | undefined;
  #compared: readonly RunHistory[] = [];

  constructor(private readonly view: { readonly extension: Uri; readonly actions: ViewActions }) {}

  show(content: ViewContent): void {
    if (content.history !== this.#content.history) this.#step = undefined;
    this.#content = content;
    this.#session?.show(this.#whole());
  }

  /**
   * Lays the curves of these runs over those of the run that is shown, until an empty list is given or the user ends it.
   * The run that is shown may be among them; where there is none, the first of them is.
   */
  compare(runs: readonly RunHistory[]): void {
    this.#compared = runs;
    this.#session?.show(this.#whole());
  }

  /** Looks back at a step of the run that it shows; nothing: at the newest again. */
  lookBack(step: number | undefined): void {
    this.#step = step;
    this.#session?.lookBack(step);
  }

  async reveal(): Promise<void> {
    await commands.executeCommand(`${metricsViewId}.focus`, { preserveFocus: true });
  }

  resolveWebviewView(view: WebviewView): void {
    const { extension } = this.view;
    const actions = { ...this.view.actions, endComparison: () => this.compare([]) };
    const session = new ViewSession(pageOf(view.webview), { actions, visible: view.visible });
    loadPage(view.webview, { extension, name: 'metrics' });
    view.onDidChangeVisibility(() => session.setVisible(view.visible));
    view.onDidDispose(() => {
      session.dispose();
      if (this.#session === session) this.#session = undefined;
    });
    session.show(this.#whole());
    session.lookBack(this.#step);
    this.#session = session;
  }

  dispose(): void {
    this.#session?.dispose();
  }

  #whole(): ViewContent {
    const { history = this.#compared[0] } = this.#content;
    const shown = history?.status().id;
    return { ...this.#content, history, compared: this.#compared.filter((run) => run.status().id !== shown) };
  }
}
