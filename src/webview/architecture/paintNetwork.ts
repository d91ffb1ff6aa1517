import { themeGround } from '../theme';
import type { TintOf } from '../../drawing/graph/tint';
import type { GraphView } from './graphView';
import type { HoverCard } from './hoverCard';
import type { Legend } from './legend';
import type { Overview } from './overview';
import type { Tinting } from '../../drawing/graph/tinting';
import type { TintLook } from '../../drawing/graph/tintLook';

/** What the colours come from. */
export interface Colouring {
  readonly tinting: Tinting;
  readonly look: TintLook;
}

/** All that wears the colours, or explains them. */
export interface Coloured {
  readonly graph: GraphView;
  readonly overview: Overview;
  readonly legend: Legend;
  readonly card: HoverCard;
}

/** Colours a network by a metric, under the theme that the window wears, and marks where a run's numbers stop being sound. */
export function paintNetwork({ tinting, look }: Colouring, { graph, overview, legend, card }: Coloured): void {
  const ground = themeGround();
  const tintOf: TintOf = (wearer) => tinting.tint(wearer, look, ground);
  graph.paint(tintOf);
  overview.paint(tintOf);
  graph.markUnsound(tinting.fault());
  overview.mark(tinting.faultPlaces());
  legend.update(look, tinting.range(look), ground);
  card.update();
}
