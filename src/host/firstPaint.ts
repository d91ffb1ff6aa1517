/** Knows whether a page has painted its graph, and lets others wait for that. */
export class FirstPaint {
  readonly #waiting = new Set<() => void>();
  #done = false;

  /** A new page begins. */
  begin(): void {
    this.#done = false;
  }

  painted(): void {
    this.#done = true;
    for (const goOn of this.#waiting) goOn();
  }

  /** Settles when the graph is painted, at the latest after so many milliseconds: there may be no page at all. */
  async within(ms: number): Promise<void> {
    if (this.#done) return;
    await new Promise<void>((resolve) => {
      const goOn = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(goOn);
        resolve();
      };
      const timer = setTimeout(goOn, ms);
      this.#waiting.add(goOn);
    });
  }
}
