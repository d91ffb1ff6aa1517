import type { CardSizeName, HeightFactor } from './cardSize';
import type { Network } from './network';
import type { Content, LeafBody, Look, SceneNode } from './scene';
import type { SceneSizes } from './sceneSizes';
import { heightFor, type Measure } from './textWidth';

/** How a network is to be shown. */
export interface SceneOptions {
  /** Ids of the stages, runs and cards whose inside is shown. */
  readonly opened: ReadonlySet<string>;
  readonly measure: Measure;
  /** What the cards' heights tell; without it they are equal. */
  readonly cardSize?: CardSizeName;
}

/** What all boxes of a scene are made from. */
export interface SceneContext {
  readonly network: Network;
  readonly sizes: SceneSizes;
  readonly opened: ReadonlySet<string>;
  readonly factor: HeightFactor;
}

/** Distances between boxes, in px: along the flow (in the network, a stage, a block, an open card) and across it. */
export const gap = { network: 24, stage: 22, unit: 16, inside: 14, across: 22 } as const;

export const noPadding = { top: 0, right: 0, bottom: 0, left: 0 } as const;

/** A box as high as its text needs, or so many times that height. */
export function leafNode(look: Look, content: Content, { width, factor = 1 }: LeafSize): SceneNode {
  return { id: content.subject ?? '', look, content, body: leaf(width, Math.round(heightFor(content) * factor)) };
}

interface LeafSize {
  readonly width: number;
  readonly factor?: number;
}

function leaf(width: number, height: number): LeafBody {
  return { type: 'leaf', width, height, spine: width / 2, side: height / 2 };
}
