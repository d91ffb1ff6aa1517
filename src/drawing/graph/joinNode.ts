import { layerWords } from './layerText';
import { subjectsOf, type Network } from './network';
import type { SceneNode } from './scene';

/** The addition's circle, and the room at its left for the name of what follows. */
export const join = { radius: 10, left: 58, height: 36 } as const;

/** The circled plus; `after` are the layers that follow it and have no card of their own. */
export function joinNode(add: string, after: readonly string[], network: Network): SceneNode {
  const words = subjectsOf(after, network).flatMap(({ layers }) => layers.map(({ layer }) => layerWords(layer)));
  const { radius, left, height } = join;
  return {
    id: add,
    look: 'join',
    content: {
      subject: add,
      rows: words.map((text) => ({ text })),
      valued: false,
      opens: false,
      stop: after.length === 0,
    },
    body: {
      type: 'leaf',
      width: left + radius,
      height: words.length === 0 ? 2 * radius : height,
      spine: left,
      side: radius,
    },
  };
}
