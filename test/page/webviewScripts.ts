import type { Theme } from './themes';

/** The page's way to the test, put there by `openPage`. */
export type Report = (kind: 'message' | 'state', value: unknown) => void;

declare global {
  var reportToTest: Report;
  var acquireVsCodeApi: () => unknown;
}

/** Runs in the page: `acquireVsCodeApi` as VS Code gives it to a webview, its messages and its state reported to the test. */
export function installVsCodeApi(saved: unknown): void {
  let state = saved;
  let acquired = false;
  globalThis.acquireVsCodeApi = () => {
    if (acquired) throw new Error('An instance of the VS Code API has already been acquired');
    acquired = true;
    return Object.freeze({
      postMessage: (message: unknown) => globalThis.reportToTest('message', message),
      getState: () => state,
      setState: (next: unknown) => {
        state = next;
        globalThis.reportToTest('state', next);
        return next;
      },
    });
  };
}

/** Runs in the page: gives root and body what VS Code gives them for a colour theme. */
export function wearTheme(theme: Theme): void {
  const root = document.documentElement;
  root.removeAttribute('style');
  for (const [name, value] of Object.entries(theme.variables)) root.style.setProperty(`--vscode-${name}`, value);
  const dressBody = (): void => {
    const old = [...document.body.classList].filter((name) => name.startsWith('vscode-'));
    document.body.classList.remove(...old);
    document.body.classList.add(...theme.classes);
    Object.assign(document.body.dataset, theme.data);
  };
  // before the first script of the body, as in VS Code, although this may run in the head
  const observer = new MutationObserver(() => {
    if (!document.querySelector('body')) return;
    observer.disconnect();
    dressBody();
  });
  if (document.querySelector('body')) dressBody();
  else observer.observe(root, { childList: true });
}
