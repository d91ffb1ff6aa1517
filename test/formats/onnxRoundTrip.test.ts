import assert from 'node:assert/strict';
import { memoryBytes } from '../../src/formats/byteSource';
import { exportOnnx } from '../../src/formats/onnx/exportOnnx';
import { readOnnx } from '../../src/formats/onnx/openOnnx';
import { analyze } from '../../src/model/analyze';
import type { Architecture } from '../../src/model/layer';
import { outline } from '../../src/model/outline';
import { initialValues } from '../../src/trainer/initialise';
import { existing } from '../trainer/tensorSamples';
import { comparable, exportedNetworks } from './exportedNetworks';
import { withoutNames } from './graphParts';

describe('a network through an ONNX file', () => {
  for (const [name, architecture] of exportedNetworks)
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
      const architecture = existing(exportedNetworks.get(name));
      const found = readOnnx(memoryBytes(withoutNames(exported(architecture))), 'network.onnx');
      assert.deepEqual(found.architecture.layers, comparable(architecture).layers);
    });
});

function exported(architecture: Architecture): Uint8Array {
  const values = initialValues(architecture, 1);
  return exportOnnx(architecture, { valuesOf: (name) => existing(values.get(name)), version: '0' });
}
