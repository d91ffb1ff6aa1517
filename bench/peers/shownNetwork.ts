import type { Page } from 'playwright-core';

/** A network that is painted in a page. */
export interface ShownNetwork {
  readonly page: Page;
  /** ms from the command until it was painted and took input. */
  readonly painted: number;
  /** Shows all its layers. */
  expand(): Promise<void>;
  /** Pans and zooms it; ms from frame to frame. */
  framesOfMoving(): Promise<readonly number[]>;
  close(): Promise<void>;
}

/** The windows of all programs that are compared, in CSS px. */
export const viewport = { width: 900, height: 800 };
