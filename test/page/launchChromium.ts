import { chromium, type Browser } from 'playwright-core';
import { requiredVariable } from './requiredVariable';

/** A real Chromium without a window; the caller closes it. */
export function launchChromium(): Promise<Browser> {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []; // Chromium refuses a sandbox to root
  return chromium.launch({
    executablePath: requiredVariable('RESNET_CHROMIUM'),
    args: [...sandbox, '--disable-dev-shm-usage'],
    timeout: 60_000,
  });
}
