import { blocksOf } from '../../../model/outline';
import { formatShape } from '../../../model/layer';
import type { Network, Subject } from '../../../drawing/graph/network';

/** The id of the network itself among what can be asked about. */
export const wholeId = '';

/** The network itself as something to ask about. */
export function wholeNetwork({ architecture, outline, subjects, totals }: Network): Subject {
  const layers = architecture.layers.flatMap(({ name }) => subjects.get(name)?.layers ?? []);
  return {
    id: wholeId,
    type: 'group',
    title: architecture.name,
    kind: `${layers.length} layers, image ${formatShape(architecture.input)}`,
    layers,
    totals,
    input: layers[0]?.input ?? [],
    output: layers.at(-1)?.output ?? [],
    block: undefined,
    apart: new Set<string>(),
    times: 1,
    members: blocksOf(outline).map(({ name }) => name),
  };
}
