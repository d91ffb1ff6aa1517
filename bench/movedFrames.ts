/** What is moved, and whether it is moved by scrolling: made-up turns of the wheel scroll nothing by themselves. */
export interface Moved {
  readonly surface: string;
  readonly scrolls?: boolean;
}

/** Runs in a page: pans down, zooms out, pans on and zooms in by the wheel, each for 4 s at most; ms from frame to frame. */
export async function framesOfMoving({ surface, scrolls = false }: Moved): Promise<readonly number[]> {
  const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
  const element = document.querySelector(surface);
  const { left = 0, top = 0, width = 0, height = 0 } = element?.getBoundingClientRect() ?? {};
  const at = { clientX: left + width / 2, clientY: top + height / 2, bubbles: true, cancelable: true };
  const wheel = (deltaY: number, ctrlKey: boolean): void => {
    element?.dispatchEvent(new WheelEvent('wheel', { deltaY, ctrlKey, ...at }));
    if (scrolls && !ctrlKey) element?.scrollBy(0, deltaY);
  };
  const phases = [[60, 90, false], [60, 6, true], [40, 90, false], [60, -6, true]] as const; // prettier-ignore
  const intervals: number[] = [];
  let before = await frame();
  for (const [count, delta, zooms] of phases) {
    const end = before + 4_000;
    for (let index = 0; index < count && before < end; index++) {
      wheel(delta, zooms);
      const now = await frame();
      intervals.push(now - before);
      before = now;
    }
  }
  return intervals;
}
