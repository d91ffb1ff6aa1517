import type { Page } from 'playwright-core';

/** Runs something with a page; also tells for how many ms the page's main thread was at work meanwhile. */
export async function whileTimed<T>(
  page: Page,
  act: () => Promise<T>,
): Promise<{ readonly result: T; readonly busyMs: number }> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const seconds = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
  };
  const before = await seconds();
  const result = await act();
  const busyMs = 1000 * ((await seconds()) - before);
  await session.detach();
  return { result, busyMs };
}
