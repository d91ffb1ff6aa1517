import type { Page } from 'playwright-core';

const input = '.quick-input-widget input.input';
const attempts = 40;

/**
 * Runs a command by its title, such as `ResNet: Train`, through the command palette.
 * The palette's list is a snapshot of the commands known when it opened, so it is closed and opened again until the command is there.
 */
export async function runCommand(page: Page, title: string): Promise<void> {
  await untilPicked(page, `the command "${title}"`, async () => {
    await page.keyboard.press('F1');
    await pickRow(page, { typed: `>${title}`, label: title });
  });
}

/** Runs a command that asks with a list, and picks the row whose label starts with `label`. */
export async function runCommandAndPick(page: Page, title: string, label: string): Promise<void> {
  await untilPicked(page, `"${label}" under "${title}"`, async () => {
    await runCommand(page, title);
    await pickRow(page, { typed: label, label });
  });
}

async function pickRow(page: Page, row: { readonly typed: string; readonly label: string }): Promise<void> {
  await page.locator(input).fill(row.typed, { timeout: 3_000 });
  const option = page.locator(`.quick-input-list [role="option"][aria-label^="${row.label}"]`).first();
  await option.click({ timeout: 3_000 });
}

async function untilPicked(page: Page, what: string, pick: () => Promise<void>): Promise<void> {
  let last: unknown;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    try {
      await pick();
      return;
    } catch (error) {
      last = error;
    }
    await page.keyboard.press('Escape');
    await page.waitForTimeout(250);
  }
  throw new Error(`VS Code never offered ${what}.`, { cause: last });
}
