import { blocksOf } from '../../model/outline';
import { subjectsOf, type Network, type Subject } from './network';

/** What a card's height can tell. */
export const cardSizeNames = ['equal', 'params', 'macs', 'activationBytes'] as const;

export type CardSizeName = (typeof cardSizeNames)[number];

interface CardSize {
  /** In the menu. */
  readonly label: string;
  readonly of: (subject: Subject) => number;
}

/** One row a choice. */
export const cardSizes: Readonly<Record<CardSizeName, CardSize>> = {
  equal: { label: 'Equal', of: () => 0 },
  params: { label: 'Parameters', of: ({ totals }) => totals.params },
  macs: { label: 'MACs', of: ({ totals }) => totals.macs },
  activationBytes: { label: 'Activation bytes', of: ({ totals }) => totals.activationBytes },
};

/** How many times its least height a card has at most. */
export const mostHeight = 8;

/** How many times its least height a card has, 1…8. */
export type HeightFactor = (subject: Subject) => number;

/**
 * Heights in proportion to a number: the largest block, stem or head has the greatest height, in a network without blocks the
 * largest layer. Stages and runs, which are sums of blocks, are cut there.
 */
export function heightFactor(network: Network, name: CardSizeName): HeightFactor {
  const { of } = cardSizes[name];
  const most = Math.max(0, ...unitsOf(network).map(of));
  if (most === 0) return () => 1;
  return (subject) => 1 + (mostHeight - 1) * Math.min(1, of(subject) / most);
}

function unitsOf(network: Network): Subject[] {
  const { stem, stages, head } = network.outline;
  const blocks = blocksOf({ stages }).map(({ name }) => name);
  const ids = blocks.length === 0 ? [...stem, ...head] : ['stem', ...blocks, 'head'];
  return subjectsOf(ids, network);
}
