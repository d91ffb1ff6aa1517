import type { Stage } from '../../model/outline';
import { blockScene } from './blockScene';
import { openRunContent, stageCardContent, stageContent } from './content';
import { asOneBlock, folds, type Run } from './runs';
import { chain, type SceneNode } from './scene';
import { gap, leafNode, noPadding, type SceneContext } from './sceneContext';

/** Half of the height of a stage's title, which sits on its frame's upper edge. */
export const frameTitle = 12;

const framePadding = { top: 2 * frameTitle + 16, right: 12, bottom: 18, left: 12 };

/** A stage as one card, or a frame around its runs and blocks; nothing if none of it is known. */
export function stageScene({ name }: Stage, context: SceneContext): SceneNode[] {
  const subject = context.network.subjects.get(name);
  if (subject === undefined) return [];
  const { opened, sizes, factor } = context;
  if (!opened.has(name))
    return [leafNode('card', stageCardContent(subject), { width: sizes.card, factor: factor(subject) })];
  const runs = context.network.runs.get(name) ?? [];
  const graph = chain(
    runs.flatMap((run) => runScene(run, context)),
    gap.stage,
  );
  return [{ id: name, look: 'frame', content: stageContent(subject), body: { type: 'group', graph, padding: framePadding } }]; // prettier-ignore
}

/** The blocks of a run: one by one, within a bracket, or together as one block would be drawn. */
function runScene(run: Run, context: SceneContext): SceneNode[] {
  const whole = asOneBlock(run);
  const subject = context.network.subjects.get(run.id);
  const blocks = (): SceneNode[] => run.blocks.flatMap((block) => blockScene(block, context));
  if (!folds(run) || whole === undefined || subject === undefined) return blocks();
  if (!context.opened.has(run.id)) return blockScene(whole, context, run.blocks.length);
  const graph = chain(blocks(), gap.stage);
  return [{ id: run.id, look: 'run', content: openRunContent(subject), body: { type: 'group', graph, padding: noPadding } }]; // prettier-ignore
}
