import { mkdirSync } from 'node:fs';
import path from 'node:path';

/** Where a screenshot of this name is kept (`artifacts/screenshots`, made if missing). */
export function screenshotFile(name: string): string {
  const folder = path.resolve('artifacts', 'screenshots');
  mkdirSync(folder, { recursive: true });
  return path.join(folder, `${name}.png`);
}
