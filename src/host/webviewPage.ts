import { randomBytes } from 'node:crypto';
import { Uri, type Webview } from 'vscode';
import { viewHtml } from './viewHtml';
import type { Page } from './viewSession';

/** Which of the views: it names the view's script and style. */
export type ViewName = 'architecture' | 'metrics';

/** Loads a view's page into a webview that may read the extension's dist and media folders only. */
export function openPage(webview: Webview, view: { readonly extension: Uri; readonly name: ViewName }): Page {
  const dist = Uri.joinPath(view.extension, 'dist');
  const media = Uri.joinPath(view.extension, 'media');
  webview.options = { enableScripts: true, localResourceRoots: [dist, media] };
  webview.html = viewHtml({
    title: `ResNet ${view.name}`,
    nonce: randomBytes(16).toString('base64url'),
    cspSource: webview.cspSource,
    script: webview.asWebviewUri(Uri.joinPath(dist, 'webview', `${view.name}.js`)).toString(),
    style: webview.asWebviewUri(Uri.joinPath(media, `${view.name}.css`)).toString(),
  });
  return {
    post: (message) => void webview.postMessage(message),
    onMessage: (listener) => void webview.onDidReceiveMessage(listener),
  };
}
