/** Lets messages in, a request to stop among them: native calls block the thread, and a fast engine never leaves it. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
