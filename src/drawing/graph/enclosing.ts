import { allRuns, type Network } from './network';

/** Ids of what a layer or block may be drawn as, the innermost first: `layer2.0.conv1`, `layer2.0`, its run, `layer2`. */
export function enclosing(name: string, network: Network): readonly string[] {
  const parts = name.split('.');
  const paths = parts.map((_, index) => parts.slice(0, parts.length - index).join('.'));
  const run = allRuns(network).find(({ blocks }) => blocks.some((block) => paths.includes(block.name)));
  const ids = [...paths.slice(0, -1), ...(run === undefined ? [] : [run.id]), ...paths.slice(-1)];
  return [...ids, network.outline.head.includes(name) ? 'head' : 'stem'];
}
