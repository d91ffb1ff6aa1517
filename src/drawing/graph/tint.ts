import type { Shade } from './palette';
import type { Content } from './scene';

/** A box's tint, and the number written on it. */
export interface Tint {
  /** Nothing for a value that the scale has no place for, such as 0. */
  readonly shade: Shade | undefined;
  readonly value: string;
}

/** What can wear a tint: a box of a subject, and what stands on a block's shortcut. */
export type Wearer = Pick<Content, 'subject' | 'shortcutOf'>;

/** A tint, or nothing where the metric says nothing of who would wear it. */
export type TintOf = (wearer: Wearer) => Tint | undefined;
