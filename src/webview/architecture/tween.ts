type Step = (part: number) => void;

const durationMs = 240;

/** One movement at a time, from 0 to 1; at once where the user wants no motion. */
export class Tween {
  readonly #still = window.matchMedia('(prefers-reduced-motion: reduce)');
  #step: Step | undefined;
  #frame = 0;

  /** Calls `step` with growing parts, the last of them 1. */
  run(step: Step): void {
    this.finish();
    this.#step = step;
    if (this.#still.matches) {
      this.finish();
      return;
    }
    step(0);
    this.#advance(performance.now());
  }

  /** Ends the running movement at its goal. */
  finish(): void {
    cancelAnimationFrame(this.#frame);
    const last = this.#step;
    this.#step = undefined;
    last?.(1);
  }

  #advance(start: number): void {
    this.#frame = requestAnimationFrame((now) => {
      const part = Math.max(0, (now - start) / durationMs);
      if (part >= 1) {
        this.finish();
        return;
      }
      this.#step?.(1 - (1 - part) ** 3);
      this.#advance(start);
    });
  }
}
