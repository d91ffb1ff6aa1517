import type { Page } from 'playwright-core';
import type { ThemeKind } from '../../page/themes';
import { runCommandAndPick } from './commandPalette';

const themes: Readonly<Record<ThemeKind, { readonly label: string; readonly workbenchClass: string }>> = {
  dark: { label: 'Dark Modern', workbenchClass: 'vs-dark' },
  light: { label: 'Light Modern', workbenchClass: 'vs' },
  'high-contrast': { label: 'Dark High Contrast', workbenchClass: 'hc-black' },
  'high-contrast-light': { label: 'Light High Contrast', workbenchClass: 'hc-light' },
};

/** Switches to VS Code's own theme of a kind, as a user does, and waits until the window wears it. */
export async function setColorTheme(page: Page, kind: ThemeKind): Promise<void> {
  const { label, workbenchClass } = themes[kind];
  await runCommandAndPick(page, 'Preferences: Color Theme', label);
  await page.locator(`.monaco-workbench.${workbenchClass}`).waitFor({ timeout: 30_000 });
}
