import type { RunData } from './runData';
import { xUnits, type XUnitName } from './xUnit';

/** The run's step that is nearest to a place of the horizontal axis, from 1 to its last. */
export function stepNear(run: RunData, unit: XUnitName, place: number): number {
  return Math.min(run.steps, Math.max(1, Math.round(xUnits[unit].stepAt(run, place))));
}
