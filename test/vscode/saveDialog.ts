import path from 'node:path';
import type { Locator } from 'playwright-core';
import { until, type Session } from './session';

/** Types a file's name in the dialog that asks where to save, and accepts it; gives the file's path in the workspace. */
export async function saveAs(session: Session, name: string, title = ''): Promise<string> {
  const file = path.join(session.workspace, name);
  const dialog = session.code.page.locator('.quick-input-widget').filter({ hasText: title });
  await okOf(dialog).waitFor();
  await dialog.locator('[role="option"]').first().waitFor();
  const input = dialog.locator('input.input');
  await input.press('Control+A');
  await input.pressSequentially(file);
  await until(
    () => input.inputValue(),
    (value) => value.endsWith(`/${name}`),
    'the path',
  ); // it completes what is typed
  await until(() => accept(dialog), (isOpen) => !isOpen, 'the end of the dialog'); // prettier-ignore
  return file;
}

/** The dialog takes no click while it looks at the folder; whether it is still there. */
async function accept(dialog: Locator): Promise<boolean> {
  await okOf(dialog)
    .click({ timeout: 2_000 })
    .catch(() => undefined);
  await dialog.page().waitForTimeout(300);
  return dialog.isVisible();
}

function okOf(dialog: Locator): Locator {
  return dialog.locator('.monaco-button').filter({ hasText: 'OK' });
}
