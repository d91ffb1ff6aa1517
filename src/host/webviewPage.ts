import { Uri, type Webview } from 'vscode';
import { viewHtml } from './viewHtml';
import type { Page } from './viewSession';

/** Which of the views: it names the view's script and style. */
export type ViewName = 'architecture' | 'metrics';

/** A webview as its session sees it. */
export function pageOf(webview: Webview): Page {
  return {
    post: (message) => void webview.postMessage(message),
    onMessage: (listener) => void webview.onDidReceiveMessage(listener),
  };
}

/** Loads a view's page, anew if it is there, into a webview that may read the extension's dist and media folders only. */
export function loadPage(webview: Webview, view: { readonly extension: Uri; readonly name: ViewName }): void {
  const dist = Uri.joinPath(view.extension, 'dist');
  const media = Uri.joinPath(view.extension, 'media');
  webview.options = { enableScripts: true, localResourceRoots: [dist, media] };
  webview.html = viewHtml({
    title: `ResNet ${view.name}`,
    nonce: nonce(),
    cspSource: webview.cspSource,
    script: webview.asWebviewUri(Uri.joinPath(dist, 'webview', `${view.name}.js`)).toString(),
    style: webview.asWebviewUri(Uri.joinPath(media, `${view.name}.css`)).toString(),
  });
}

/** Random, by what Node and browsers have alike. */
function nonce(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
