/** One movement at a time, from 0 to 1. */
export interface Tween {
  /** Calls `step` with growing parts, the last of them 1; at once where the user wants no motion. */
  run(step: (part: number) => void): void;
  /** Ends the running movement at its goal. */
  finish(): void;
}

const durationMs = 180;

export function tween(): Tween {
  const still = window.matchMedia('(prefers-reduced-motion: reduce)');
  let step: ((part: number) => void) | undefined;
  let frame = 0;

  function finish(): void {
    cancelAnimationFrame(frame);
    const last = step;
    step = undefined;
    last?.(1);
  }

  function run(next: (part: number) => void): void {
    finish();
    step = next;
    if (still.matches) {
      finish();
      return;
    }
    const start = performance.now();
    const advance = (now: number): void => {
      const part = Math.max(0, (now - start) / durationMs);
      if (part >= 1) {
        finish();
        return;
      }
      next(1 - (1 - part) ** 3);
      frame = requestAnimationFrame(advance);
    };
    next(0);
    frame = requestAnimationFrame(advance);
  }

  return { run, finish };
}
