import type { EpochResult } from './run';

/** The epoch of the highest test accuracy; the first of equals. */
export function bestEpoch(epochs: readonly EpochResult[]): EpochResult | undefined {
  const measured = epochs.filter(({ testAccuracy }) => Number.isFinite(testAccuracy));
  return measured.reduce<EpochResult | undefined>(
    (best, epoch) => (best !== undefined && best.testAccuracy >= epoch.testAccuracy ? best : epoch),
    undefined,
  );
}
