import { chromium, type Browser } from 'playwright-core';
import { requiredVariable } from './requiredVariable';

/** A real Chromium without a window; the caller closes it. `more` goes onto its command line. */
export function launchChromium(more: readonly string[] = []): Promise<Browser> {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []; // Chromium refuses a sandbox to root
  return chromium.launch({
    executablePath: requiredVariable('RESNET_CHROMIUM'),
    args: [...sandbox, '--disable-dev-shm-usage', ...more],
    timeout: 60_000,
  });
}
