import assert from 'node:assert/strict';
import { memoryBytes } from '../../src/formats/onnx/byteSource';
import { exportOnnx } from '../../src/formats/onnx/exportOnnx';
import { readOnnx } from '../../src/formats/onnx/openOnnx';
import { analyze } from '../../src/model/analyze';
import type { Architecture } from '../../src/model/layer';
import { outline } from '../../src/model/outline';
import { preset } from '../../src/model/presets';
import { initialValues } from '../../src/trainer/initialise';
import { fixturePlans } from '../trainer/fixturePlans';
import { existing } from '../trainer/tensorSamples';
import { withoutNames } from './graphParts';

const small = { input: [3, 32, 32], classes: 3 } as const;
const presets = ['resnet20-cifar', 'plain20-cifar', 'preact-resnet110-cifar', 'resnet56-cifar'];

const networks = new Map<string, Architecture>([
  ...presets.map((name): [string, Architecture] => [name, existing(preset(name))]),
  ...Object.entries(fixturePlans).map(([name, plan]): [string, Architecture] => [name, plan(name)]),
  ['stochastic depth', existing(preset('resnet20-cifar', { survival: 0.5 }))],
  ['shortcut dropout', existing(preset('resnet20-cifar', { shortcut: 'dropout' }))],
  ['large image', existing(preset('resnet18', { input: [1, 65, 97], classes: 7 }))],
  ['resnet18', existing(preset('resnet18', small))],
  ['resnet18d of an odd size', existing(preset('resnet18d', { input: [3, 72, 40], classes: 7 }))],
  ['pooled shortcuts', existing(preset('resnet18', { input: [3, 72, 40], classes: 7, shortcut: 'D' }))],
]);

describe('a network through an ONNX file', () => {
  for (const [name, architecture] of networks)
    it(`${name} stays what it is`, () => {
      const found = readOnnx(memoryBytes(exported(architecture)), 'network.onnx');
      assert.deepEqual({ unknown: found.unknown, notes: found.notes, problem: found.problem }, { unknown: {}, notes: [], problem: undefined }); // prettier-ignore
      const expected = comparable(architecture);
      assert.deepEqual(found.architecture.layers, expected.layers);
      assert.deepEqual(outline(found.architecture), outline(expected));
      assert.deepEqual(analyze(found.architecture), analyze(expected));
      assert.equal(found.architecture.classes, architecture.classes);
      assert.equal(found.architecture.name, architecture.name);
    });

  for (const name of [
    'basic',
    'bottleneck',
    'cifar-a',
    'cifar-b',
    'resnext',
    'option-c',
    'scaled',
    'resnet18',
    'pooled shortcuts',
  ])
    it(`${name} has its blocks without its names`, () => {
      const architecture = existing(networks.get(name));
      const found = readOnnx(memoryBytes(withoutNames(exported(architecture))), 'network.onnx');
      assert.deepEqual(found.architecture.layers, comparable(architecture).layers);
    });
});

function exported(architecture: Architecture): Uint8Array {
  const values = initialValues(architecture, 1);
  return exportOnnx(architecture, { valuesOf: (name) => existing(values.get(name)), version: '0' });
}

/** What a file can't hold: stochastic depth, which is training's alone, and what biases start from. */
function comparable(architecture: Architecture): Architecture {
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
