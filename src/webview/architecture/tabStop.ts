/** Makes this element the only one of a drawing that the Tab key reaches. */
export function moveTabStop(surface: SVGElement, to: SVGElement | undefined): void {
  for (const stop of surface.querySelectorAll('[tabindex="0"]')) stop.setAttribute('tabindex', '-1');
  to?.setAttribute('tabindex', '0');
}

/** The stop so many places further, or the last one on the way there. */
export function stopFrom(current: string, by: number, stops: readonly string[]): string | undefined {
  const next = stops.indexOf(current) + by;
  return stops[Math.min(stops.length - 1, Math.max(0, next))];
}
