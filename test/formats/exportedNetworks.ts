import type { Architecture } from '../../src/model/layer';
import { preset } from '../../src/model/presets';
import { fixturePlans } from '../trainer/fixturePlans';
import { existing } from '../trainer/tensorSamples';

const small = { input: [3, 32, 32], classes: 3 } as const;
const presets = ['resnet20-cifar', 'plain20-cifar', 'preact-resnet110-cifar', 'resnet56-cifar'];

/** Networks that are written to other programs' files and read back, by their names. */
export const exportedNetworks = new Map<string, Architecture>([
  ...presets.map((name): [string, Architecture] => [name, existing(preset(name))]),
  ...Object.entries(fixturePlans).map(([name, plan]): [string, Architecture] => [name, plan(name)]),
  ['stochastic depth', existing(preset('resnet20-cifar', { survival: 0.5 }))],
  ['shortcut dropout', existing(preset('resnet20-cifar', { shortcut: 'dropout' }))],
  ['large image', existing(preset('resnet18', { input: [1, 65, 97], classes: 7 }))],
  ['resnet18', existing(preset('resnet18', small))],
  ['resnet18d of an odd size', existing(preset('resnet18d', { input: [3, 72, 40], classes: 7 }))],
  ['pooled shortcuts', existing(preset('resnet18', { input: [3, 72, 40], classes: 7, shortcut: 'D' }))],
]);

/** What a file can't hold: stochastic depth, which is training's alone, and what biases start from. */
export function comparable(architecture: Architecture): Architecture {
  const replaced = new Map(
    architecture.layers.flatMap(({ name, kind, inputs }) =>
      kind === 'stochasticDepth' ? [[name, inputs[0] ?? '']] : [],
    ),
  );
  const layers = architecture.layers
    .filter(({ name }) => !replaced.has(name))
    .map((layer) => {
      const attributes: Record<string, unknown> = { ...layer.attributes };
      delete attributes['initialBias'];
      return {
        ...layer,
        attributes: attributes as typeof layer.attributes,
        inputs: layer.inputs.map((name) => replaced.get(name) ?? name),
      };
    });
  return { ...architecture, layers };
}
