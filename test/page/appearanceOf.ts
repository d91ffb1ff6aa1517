import { readFileSync } from 'node:fs';
import type * as Axe from 'axe-core';
import type { Page } from 'playwright-core';
import type {} from './appearance/checks.page';

declare global {
  var axe: typeof Axe;
}

/** The checks as a script for a page, built with the tests. */
const script = readFileSync('out/test/page/appearance/checks.page.js', 'utf8');
const axeScript = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

/** Texts of a page whose contrast is too low, within elements that a selector finds, or anywhere. */
export async function faintTextsOf(page: Page, selector = 'body'): Promise<readonly string[]> {
  await page.evaluate(script);
  return page.evaluate((within) => globalThis.appearanceChecks.faintTexts(within), selector);
}

/** All that is wrong with how a page looks now: what is faint, lies upon something else, or is cut; each once. */
export async function faultsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(script);
  const found = await page.evaluate(() => {
    const { cuts, faintTexts, overlaps } = globalThis.appearanceChecks;
    return [...faintTexts(), ...overlaps(), ...cuts()];
  });
  return [...new Set(found)];
}

/** What lies upon each other in the graph of a page, wherever it is panned to; the same in every theme. */
export async function drawingFaultsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(script);
  return page.evaluate(() => globalThis.appearanceChecks.drawingFaults());
}

/**
 * What axe-core finds that is serious or critical, by the rules of WCAG 2.1 A and AA. A card of the graph shows its newest number,
 * which is no part of its label: that it is named by its bold text is a check of ours instead.
 */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeScript);
  return page.evaluate(async () => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];
    const options = { runOnly: tags, resultTypes: ['violations' as const], elementRef: true, preload: false };
    const { violations } = await globalThis.axe.run(document, options);
    const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    const findings = grave.flatMap(({ id, nodes }) => nodes.map((node) => ({ id, ...node })));
    return findings
      .filter(({ id, element }) => id !== 'label-content-name-mismatch' || element?.closest('#graph') === null)
      .map(({ id, target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary ?? ''}`);
  });
}

/** Goes through the page with the Tab key, all the way round; what is wrong with the stops, and their names. */
export async function focusStops(
  page: Page,
): Promise<{ readonly names: readonly string[]; readonly complaints: readonly string[] }> {
  // prettier-ignore
  await page.evaluate(script);
  const names: string[] = [];
  const complaints: string[] = [];
  for (let press = 0; press < 80; press++) {
    await page.keyboard.press('Tab');
    const { name, complaint, isRound } = await page.evaluate(() => globalThis.appearanceChecks.nextFocusStop());
    if (complaint !== undefined) complaints.push(complaint);
    if (isRound) break;
    if (name !== 'body') names.push(name);
  }
  return { names, complaints };
}
