import { openable } from './blockScene';
import { heightFactor } from './cardSize';
import { terminalContent } from './content';
import { subjectsOf, type Network } from './network';
import { chain, type SceneGraph, type SceneNode } from './scene';
import { gap, leafNode, type SceneContext, type SceneOptions } from './sceneContext';
import { sceneSizes } from './sceneSizes';
import { stageScene } from './stageScene';
import { widthFor, type Measure } from './textWidth';

/** What to draw of a network: input, stem, stages of blocks, head, logits, from top to bottom. */
export function buildScene(network: Network, { opened, measure, cardSize = 'equal' }: SceneOptions): SceneGraph {
  const factor = heightFactor(network, cardSize);
  const context: SceneContext = { network, opened, factor, sizes: sceneSizes(network, measure) };
  const { stem, stages, head } = network.outline;
  const inner = stem.filter((name) => name !== stem[0]);
  const terminal = (ids: readonly string[]): SceneNode[] => terminals(ids, network, measure);
  const card = (id: string, layers: readonly string[]): SceneNode[] =>
    subjectsOf([id], network).map((subject) => openable(subject, layers, context));
  const parts = [
    ...terminal(stem.slice(0, 1)),
    ...card('stem', inner),
    ...stages.flatMap((stage) => stageScene(stage, context)),
    ...card('head', head),
    ...terminal(['logits']),
  ];
  return chain(parts, gap.network);
}

function terminals(ids: readonly string[], network: Network, measure: Measure): SceneNode[] {
  return subjectsOf(ids, network)
    .map(terminalContent)
    .map((content) => leafNode('terminal', content, { width: widthFor(content, measure) + 12 }));
}
