import { axeFindings, drawingFaultsOf, faultsOf } from '../page/appearanceOf';
import type { WebviewPage } from '../page/openPage';
import type { ThemeKind } from '../page/themes';
import { settled } from './metricsCanvas';

export const themeKinds: readonly ThemeKind[] = ['dark', 'light', 'high-contrast', 'high-contrast-light'];

/** Pixels of the screen a side of a pixel of the page. */
export const scales = [1, 2] as const;

const widths = [400, 900, 1600];

/** How a view is looked at. */
export interface Look {
  /** Of the screenshots. */
  readonly name: string;
  readonly scale: number;
  readonly height?: number;
  /** Widths of the window. */
  readonly widths?: readonly number[];
}

/** Shows a view in each theme at each width, keeps screenshots, and gives all that is wrong with what is seen. */
export async function faultsEverywhere(view: WebviewPage, look: Look): Promise<readonly string[]> {
  const found: string[] = [];
  const { page } = view;
  for (const theme of themeKinds) {
    await view.setTheme(theme);
    for (const width of look.widths ?? widths) {
      await page.setViewportSize({ width, height: look.height ?? 900 });
      await settled(view);
      await view.screenshot(`appearance-${look.name}-${theme}-${width}-${look.scale}x`);
      found.push(...(await faultsOf(page)).map((fault) => `${theme}, ${width} px: ${fault}`));
      if (theme === themeKinds[0]) found.push(...(await drawingFaultsOf(page)).map((fault) => `${width} px: ${fault}`));
    }
    if (look.scale === 1) found.push(...(await axeFindings(page)).map((finding) => `${theme}: ${finding}`));
  }
  return [...found, ...view.problems()];
}
