import { themeGround } from '../theme';
import type { TintOf } from './drawing';
import type { GraphView } from './graphView';
import type { HoverCard } from './hoverCard';
import type { Legend } from './legend';
import type { MetricName } from './metric';
import type { Network } from './network';
import type { Overview } from './overview';
import type { Tinting } from './tinting';

/** What the colours come from. */
export interface Colouring {
  readonly network: Network;
  readonly tinting: Tinting;
  readonly metric: MetricName;
}

/** All that wears the colours, or explains them. */
export interface Coloured {
  readonly graph: GraphView;
  readonly overview: Overview;
  readonly legend: Legend;
  readonly card: HoverCard;
}

/** Colours a network by a metric, under the theme that the window wears. */
export function paintNetwork(
  { network, tinting, metric }: Colouring,
  { graph, overview, legend, card }: Coloured,
): void {
  const ground = themeGround();
  const tintOf: TintOf = (id) => {
    const subject = network.subjects.get(id);
    return subject === undefined ? undefined : tinting.tint(subject, metric, ground);
  };
  graph.paint(tintOf);
  overview.paint(tintOf);
  legend.update(metric, tinting.range(metric), ground);
  card.update();
}
