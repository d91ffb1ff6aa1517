const pauseMs = 200;

/** Calls `act` a little after the first of several calls, and at once when the page is going away. */
export function delayed(act: () => void): () => void {
  let timer: number | undefined;
  const now = (): void => {
    window.clearTimeout(timer);
    timer = undefined;
    act();
  };
  window.addEventListener('pagehide', () => {
    if (timer !== undefined) now();
  });
  return () => {
    timer ??= window.setTimeout(now, pauseMs);
  };
}
