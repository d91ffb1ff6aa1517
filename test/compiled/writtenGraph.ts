import type { Architecture } from '../../src/model/layer';
import { writeNetworkGraph, type NetworkGraph } from '../../src/trainer/compiled/networkGraph';
import { defaultInput } from '../../src/trainer/data/preparedImages';

/** A network's graph, for a plain optimiser. */
export function writtenGraph(architecture: Architecture): NetworkGraph {
  return writeNetworkGraph({
    architecture,
    optimizer: { kind: 'sgd', momentum: 0, weightDecay: 0 },
    input: { ...defaultInput, augmented: false },
    labelSmoothing: 0,
    batchSize: 64,
  });
}
