import type { Stage } from '../../model/outline';
import { blockScene, openable, type SceneContext } from './blockScene';
import { stageContent, terminalContent } from './content';
import type { Network } from './network';
import { chain, type SceneGraph, type SceneNode } from './scene';
import { sceneSizes } from './sceneSizes';
import { heightFor, widthFor, type Measure } from './textWidth';

/** Half of the height of a stage's title, which sits on its frame's upper edge. */
export const frameTitle = 12;

const gap = { network: 24, stage: 22 };
const framePadding = { top: 2 * frameTitle + 16, right: 12, bottom: 18, left: 12 };

export interface SceneOptions {
  /** Ids of the cards whose layers are shown. */
  readonly opened: ReadonlySet<string>;
  readonly measure: Measure;
}

/** What to draw of a network: input, stem, stages of blocks, head, logits, from top to bottom. */
export function buildScene(network: Network, { opened, measure }: SceneOptions): SceneGraph {
  const context: SceneContext = { network, opened, sizes: sceneSizes(network, measure) };
  const { stem, stages, head } = network.outline;
  const inner = stem.filter((name) => name !== stem[0]);
  const parts = [
    ...stem.slice(0, 1).map((id) => terminal(id, context, measure)),
    ...(network.subjects.has('stem') ? [openable('stem', inner, context)] : []),
    ...stages.flatMap((stage) => frame(stage, context)),
    ...(network.subjects.has('head') ? [openable('head', head, context)] : []),
    ...(network.subjects.has('logits') ? [terminal('logits', context, measure)] : []),
  ];
  return chain(parts, gap.network);
}

function terminal(id: string, { network }: SceneContext, measure: Measure): SceneNode {
  const subject = network.subjects.get(id);
  const content =
    subject === undefined ? { rows: [], valued: false, opens: false, stop: false } : terminalContent(subject);
  const width = widthFor(content, measure) + 12;
  const height = heightFor(content);
  return { id, look: 'terminal', content, body: { type: 'leaf', width, height, spine: width / 2, side: height / 2 } };
}

function frame({ name, blocks }: Stage, context: SceneContext): SceneNode[] {
  const subject = context.network.subjects.get(name);
  if (subject === undefined) return [];
  const known = blocks.filter((block) => context.network.subjects.has(block.name));
  const graph = chain(
    known.map((block) => blockScene(block, context)),
    gap.stage,
  );
  const content = stageContent(subject, blocks.length);
  return [{ id: name, look: 'frame', content, body: { type: 'group', graph, padding: framePadding } }];
}
