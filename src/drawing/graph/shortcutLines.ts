import { blocksOf, type ShortcutType } from '../../model/outline';
import type { Network } from './network';

const lineTypes = ['identity', 'projection', 'padded', 'scaled', 'gated', 'dropout', 'none'] as const;

/** What the legend calls the kinds of shortcut. */
export const lineNames: Readonly<Record<ShortcutType, string>> = {
  identity: 'identity shortcut',
  projection: 'projection',
  padded: 'zero-padded identity',
  scaled: 'scaled shortcut',
  gated: 'gated shortcut',
  dropout: 'dropout shortcut',
  none: 'no shortcuts',
};

/** The kinds of shortcut that a network has, in the legend's order. */
export function linesIn({ outline }: Pick<Network, 'outline'>): readonly ShortcutType[] {
  const has = new Set(blocksOf(outline).map((block) => block.shortcut.type));
  return lineTypes.filter((type) => has.has(type));
}
