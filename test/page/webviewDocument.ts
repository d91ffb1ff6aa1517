import type { Theme } from './themes';
import { installVsCodeApi, wearTheme } from './webviewScripts';

/** What a document under test may refer to, named as in VS Code's `Webview`. */
export interface PageResources {
  /** The origin that files come from, for the content security policy. */
  readonly cspSource: string;
  readonly nonce: string;
  /** The address of a file, given by its path. */
  readonly asUri: (file: string) => string;
}

/** A body's markup with the bundle that drives it. */
export interface BodyContent {
  readonly bundle: string;
  readonly html: string;
  /** Style sheets, by their paths. */
  readonly styles?: readonly string[];
}

/** A whole document with a policy and script elements of its own, as the product builds it. */
export interface DocumentContent {
  readonly document: (resources: PageResources) => string;
}

/** The document for a page's content, under a policy as strict as the product's. */
export function contentDocument(content: BodyContent | DocumentContent, resources: PageResources): string {
  if ('document' in content) return content.document(resources);
  const { cspSource, nonce, asUri } = resources;
  const styles = (content.styles ?? []).map((file) => `<link rel="stylesheet" href="${asUri(file)}">`).join('\n');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-${nonce}'; style-src ${cspSource}; worker-src blob:; connect-src ${cspSource}">
${styles}
</head>
<body>
${content.html}
<script nonce="${nonce}" src="${asUri(content.bundle)}"></script>
</body>
</html>`;
}

/** What the page is dressed with before its own scripts run. */
export interface PageDress {
  readonly theme: Theme;
  /** What stands behind the transparent body. */
  readonly background: 'editor' | 'sideBar';
  readonly state: unknown;
}

/** Puts into a document what VS Code puts into a webview's: default styles, `acquireVsCodeApi` and the theme, ahead of its policy. */
export function dressed(document: string, dress: PageDress): string {
  const script = `(${installVsCodeApi.toString()})(${asScript(dress.state)});(${wearTheme.toString()})(${asScript(dress.theme)});`;
  const addition = `<style>${defaultStyles(dress.background)}</style><script>${script}</script>`;
  const head = /<head[^>]*>/i.exec(document) ?? /^\s*<!doctype[^>]*>/i.exec(document);
  const end = head === null ? 0 : head.index + head[0].length;
  return document.slice(0, end) + addition + document.slice(end);
}

function asScript(value: unknown): string {
  return value === undefined ? 'undefined' : JSON.stringify(value).replaceAll('<', '\\u003c');
}

function defaultStyles(background: PageDress['background']): string {
  return `@layer vscode-default {
    html { background: var(--vscode-${background}-background); scrollbar-color: var(--vscode-scrollbarSlider-background) transparent; }
    body { margin: 0; padding: 0 20px; background: transparent; color: var(--vscode-editor-foreground); overscroll-behavior-x: none;
      font: var(--vscode-font-weight) var(--vscode-font-size) var(--vscode-font-family); }
    a { color: var(--vscode-textLink-foreground); }
    code { color: var(--vscode-textPreformat-foreground); background: var(--vscode-textPreformat-background); padding: 1px 3px; }
  }`;
}
