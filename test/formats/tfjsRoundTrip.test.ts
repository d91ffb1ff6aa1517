import assert from 'node:assert/strict';
import { layersModel } from '../../src/formats/tfjs/layersModel';
import { readTfjs } from '../../src/formats/tfjs/openTfjs';
import { analyze } from '../../src/model/analyze';
import { isKind, type Architecture, type Layer } from '../../src/model/layer';
import { outline } from '../../src/model/outline';
import { initialValues } from '../../src/trainer/initialise';
import { existing, userError } from '../trainer/tensorSamples';
import { comparable, exportedNetworks } from './exportedNetworks';

/** What layers of TensorFlow.js can't be had for. */
const unwritable: ReadonlySet<string> = new Set(['vgg', 'alexnet-2012']);

describe('a network through a TensorFlow.js layers model', () => {
  for (const [name, architecture] of exportedNetworks)
    it(unwritable.has(name) ? `${name} is refused` : `${name} stays what it is`, () => {
      if (unwritable.has(name)) {
        assert.throws(() => exported(architecture), userError(/can't be written as TensorFlow\.js layers/));
        return;
      }
      const found = readTfjs(exported(architecture), 'model.json');
      assert.deepEqual({ unknown: found.unknown, problem: found.problem }, { unknown: {}, problem: undefined });
      const expected = ungrouped(comparable(architecture));
      assert.deepEqual(found.architecture.layers, expected.layers);
      assert.deepEqual(outline(found.architecture), outline(expected));
      assert.deepEqual(analyze(found.architecture), analyze(expected));
      assert.equal(found.architecture.classes, architecture.classes);
      assert.equal(found.architecture.name, architecture.name);
    });
});

function exported(architecture: Architecture): Uint8Array {
  const values = initialValues(architecture, 1);
  const valuesOf = (name: string): Float32Array => existing(values.get(name));
  return Buffer.from(layersModel(architecture, { valuesOf, version: '0', metadata: {} }).json);
}

/** Grouped convolutions are written as of one group, with zeros between the groups. */
function ungrouped(architecture: Architecture): Architecture {
  const one = (layer: Layer): Layer =>
    isKind(layer, 'conv2d') ? { ...layer, attributes: { ...layer.attributes, groups: 1 } } : layer;
  return { ...architecture, layers: architecture.layers.map(one) };
}
