import type { Architecture } from '../../src/model/layer';
import { CompiledNetwork, type CompiledNetworkOptions } from '../../src/trainer/compiled/compiledNetwork';
import { EagerNetwork } from '../../src/trainer/eager/eagerNetwork';

/** One network carried out both ways, from the same start. */
export interface NetworkPair {
  readonly compiled: CompiledNetwork;
  readonly eager: EagerNetwork;
}

/** Opens a network both ways for as long as `use` takes. */
export async function withPair<T>(
  architecture: Architecture,
  options: CompiledNetworkOptions,
  use: (pair: NetworkPair) => Promise<T>,
): Promise<T> {
  const compiled = await CompiledNetwork.open(architecture, options);
  const eager = new EagerNetwork(architecture, options);
  try {
    return await use({ compiled, eager });
  } finally {
    compiled.dispose();
    eager.dispose();
  }
}
