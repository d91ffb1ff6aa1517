import type { Page } from 'playwright-core';

interface Written {
  readonly text: string;
  /** As a computed colour. */
  readonly ink: string;
}

declare global {
  interface Window {
    /** What was written on canvases, each text once in each colour. */
    writtenTexts?: Map<string, readonly [text: string, fill: string]>;
  }
}

/** Has a page remember what it writes on canvases. */
export async function rememberWriting(page: Page): Promise<void> {
  await page.addInitScript(remember);
}

function remember(): void {
  const written = (window.writtenTexts = new Map<string, readonly [string, string]>());
  const prototype = CanvasRenderingContext2D.prototype;
  const write: CanvasRenderingContext2D['fillText'] = Reflect.get(prototype, 'fillText');
  prototype.fillText = function (this: CanvasRenderingContext2D, ...all) {
    const [text] = all;
    const fill = this.fillStyle;
    if (typeof fill === 'string' && text.trim() !== '') written.set(`${text} ${fill}`, [text, fill]);
    write.apply(this, all);
  };
}

/** Runs in the page: what was written, and the side bar's ground under it, as computed colours. */
export function writtenOnCanvases(): { readonly written: readonly Written[]; readonly ground: string } {
  const probe = document.body.appendChild(document.createElement('span'));
  const computed = (css: string): string => {
    probe.style.color = css;
    return getComputedStyle(probe).color;
  };
  const written = [...(window.writtenTexts ?? new Map<string, readonly [string, string]>()).values()];
  const ground = computed(getComputedStyle(document.body).getPropertyValue('--vscode-sideBar-background'));
  const all = written.map(([text, fill]) => ({ text, ink: computed(fill) }));
  probe.remove();
  return { written: all, ground };
}
