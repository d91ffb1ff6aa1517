import type { Browser } from 'playwright-core';
import { launchChromium } from './launchChromium';

/** A Chromium for the tests of a `describe`, in which this is called: started before them, closed after them. */
export function browserForTests(): () => Browser {
  let browser: Browser | undefined;
  before(async () => {
    browser = await launchChromium();
  });
  after(() => browser?.close());
  return () => {
    if (browser === undefined) throw new Error('There is a browser only while tests run.');
    return browser;
  };
}
