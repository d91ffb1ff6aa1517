import { blocksOf, type Block } from '../../model/outline';
import {
  cardContent,
  identityContent,
  layerContent,
  paddedContent,
  projectionContent,
  runCardContent,
  sideLayerContent,
  stageCardContent,
} from './content';
import { allRuns, hasLayers, projectionId, subjectsOf, type Network } from './network';
import { asOneBlock, folds, type Run } from './runs';
import type { Content } from './scene';
import { widthFor, type Measure } from './textWidth';

/** Widths that all boxes of a kind share, so that the cards form one column whatever is open. */
export interface SceneSizes {
  readonly card: number;
  readonly layer: number;
  /** Of what stands on the shortcut's path; 0 where the network has no shortcuts. */
  readonly side: number;
}

/** Between an opened card's edges and the layers inside. */
export const openInset = 8;

const leastCard = 200;

/** Measures every text that may come to stand on a box of the network. */
export function sceneSizes(network: Network, measure: Measure): SceneSizes {
  const widest = (contents: readonly Content[]): number =>
    Math.max(0, ...contents.map((content) => widthFor(content, measure)));
  const card = Math.max(leastCard, widest(cardContents(network)), widest(layerContents(network)) + 2 * openInset);
  return { card, layer: card - 2 * openInset, side: widest(sideContents(network)) };
}

function cardContents(network: Network): Content[] {
  const { stages } = network.outline;
  const blocks = blocksOf(network.outline).map(({ name }) => name);
  return [
    ...subjectsOf(['stem', 'head', ...blocks], network).map(cardContent),
    ...subjectsOf(
      foldable(network).map(({ id }) => id),
      network,
    ).map(runCardContent),
    ...subjectsOf(
      stages.map(({ name }) => name),
      network,
    ).map(stageCardContent),
  ];
}

function layerContents(network: Network): Content[] {
  const { stem, head } = network.outline;
  const inBlocks = distinctBlocks(network).flatMap((block) =>
    subjectsOf([...block.before, ...block.branch, ...block.after], network).map((layer) =>
      layerContent(layer, block.name),
    ),
  );
  return [...inBlocks, ...subjectsOf([...stem, ...head], network).map((layer) => layerContent(layer, ''))];
}

function sideContents(network: Network): Content[] {
  const runs = foldable(network).flatMap((run) => {
    const block = asOneBlock(run);
    return block === undefined ? [] : ofShortcut(block, network, run.blocks.length);
  });
  return [...runs, ...distinctBlocks(network).flatMap((block) => ofShortcut(block, network))];
}

function ofShortcut(block: Block, network: Network, times = 1): Content[] {
  const { type, layers } = block.shortcut;
  if (type === 'identity') return [identityContent(times)];
  if (!hasLayers(block)) return subjectsOf(layers, network).map((layer) => paddedContent(layer, times));
  return [
    ...subjectsOf([projectionId(block)], network).map((whole) => projectionContent(whole, times)),
    ...subjectsOf(layers, network).map((layer) => sideLayerContent(layer, block.name)),
  ];
}

/** One block of each structure. */
function distinctBlocks({ outline, structures }: Network): Block[] {
  const blocks = blocksOf(outline);
  return [...new Map(blocks.map((block) => [structures.get(block.name), block])).values()];
}

function foldable(network: Network): Run[] {
  return allRuns(network).filter(folds);
}
