import { layersOf, type Block } from '../../../model/outline';
import { projectionId, type Network } from '../../../drawing/graph/network';
import { folds, type Run } from '../../../drawing/graph/runs';

/** By id: what hides it while closed, the innermost first: a layer's block, the block's run, the run's stage. */
export type Containers = ReadonlyMap<string, readonly string[]>;

type Entry = readonly [id: string, around: readonly string[]];

/** What has to be open for each subject of a network to be drawn. */
export function containersOf({ outline, runs }: Network): Containers {
  const inStages = [...runs].flatMap(([stage, some]) => some.flatMap((run) => ofRun(run, stage)));
  const inStem = outline.stem.map((layer): Entry => [layer, ['stem']]);
  const inHead = outline.head.map((layer): Entry => [layer, ['head']]);
  return new Map([...inStages, ...inStem, ...inHead]);
}

function ofRun(run: Run, stage: string): readonly Entry[] {
  const around = folds(run) ? [run.id, stage] : [stage];
  return run.blocks.flatMap((block) => ofBlock(block, around));
}

function ofBlock(block: Block, around: readonly string[]): readonly Entry[] {
  const { name } = block;
  const layers = layersOf(block).map((layer): Entry => [layer, [name, ...around]]);
  return [[name, around], [projectionId(block), around], ...layers];
}
