import { hasLayers, layersOf, type Network, type Subject } from './network';
import { cardContent, layerContent, paddedContent, projectionContent, sideLayerContent } from './content';
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
  const { stem, stages, head } = network.outline;
  const blocks = stages.flatMap((stage) => stage.blocks);
  const widest = (contents: readonly Content[]): number =>
    Math.max(0, ...contents.map((content) => widthFor(content, measure)));
  const of = (ids: readonly string[]): Subject[] => ids.flatMap((id) => network.subjects.get(id) ?? []);
  const inner = [
    ...blocks.flatMap((block) =>
      of(layersOf({ ...block, shortcut: { ...block.shortcut, layers: [] } })).map((layer) =>
        layerContent(layer, block.name),
      ),
    ),
    ...of([...stem, ...head]).map((layer) => layerContent(layer, '')),
  ];
  const cards = of(['stem', 'head', ...blocks.map((block) => block.name)]).map(cardContent);
  const card = Math.max(leastCard, widest(cards), widest(inner) + 2 * openInset);
  const side = blocks.flatMap((block) => [
    ...(block.shortcut.type === 'identity' ? [identityContent] : []),
    ...of([`${block.name}.downsample`]).map(projectionContent),
    ...of(block.shortcut.layers).map((layer) =>
      hasLayers(block) ? sideLayerContent(layer, block.name) : paddedContent(layer),
    ),
  ]);
  return { card, layer: card - 2 * openInset, side: widest(side) };
}

/** The label beside an identity's curve. */
export const identityContent: Content = { rows: [{ text: 'identity' }], valued: false, opens: false, stop: false };
