import { analyze } from './analyze';
import { elements } from './layer';
import type { LayerChain } from './layerChain';

/** The module paths in a torch.nn.Sequential, one a call: `features.0`, `features.1` … */
export function numbered(path: string): () => string {
  let next = 0;
  return () => `${path}.${next++}`;
}

/** Makes one vector of the maps at the cursor, whose length is then the cursor's channels. */
export function flatten(chain: LayerChain): void {
  chain.append('flatten', 'flatten', { attributes: {} });
  const { layers } = analyze({ name: '', input: [], classes: 0, layers: chain.layers });
  chain.channels = elements(layers.at(-1)?.output ?? []);
}

/** A fully connected layer on the vector at the cursor. */
export function fullyConnected(chain: LayerChain, name: string, out: number): void {
  chain.append(name, 'linear', { attributes: { inFeatures: chain.channels, outFeatures: out, bias: true } });
  chain.channels = out;
}
