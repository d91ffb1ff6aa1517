import { commands, type Disposable, type Uri, type WebviewView, type WebviewViewProvider } from 'vscode';
import { metricsViewId } from './viewIds';
import { ViewSession, type ViewActions, type ViewContent } from './viewSession';
import { loadPage, pageOf } from './webviewPage';

/** The charts in the side panel; VS Code makes and unmakes the view as the user shows, moves and hides it. */
export class MetricsView implements Disposable, WebviewViewProvider {
  #session: ViewSession | undefined;
  #content: ViewContent = {};
  #step: number | undefined;

  constructor(private readonly view: { readonly extension: Uri; readonly actions: ViewActions }) {}

  show(content: ViewContent): void {
    if (content.history !== this.#content.history) this.#step = undefined;
    this.#content = content;
    this.#session?.show(content);
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
    const { extension, actions } = this.view;
    const session = new ViewSession(pageOf(view.webview), { actions, visible: view.visible });
    loadPage(view.webview, { extension, name: 'metrics' });
    view.onDidChangeVisibility(() => session.setVisible(view.visible));
    view.onDidDispose(() => {
      session.dispose();
      if (this.#session === session) this.#session = undefined;
    });
    session.show(this.#content);
    session.lookBack(this.#step);
    this.#session = session;
  }

  dispose(): void {
    this.#session?.dispose();
  }
}
