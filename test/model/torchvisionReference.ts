import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { analyze } from '../../src/model/analyze';
import type { Architecture } from '../../src/model/layer';

interface ReferenceLayer {
  readonly name: string;
  readonly type: string;
  readonly input: readonly number[];
  readonly output: readonly number[];
  readonly params: number;
  readonly buffers: number;
  readonly macs: number;
}

interface ReferenceNetwork {
  readonly input: readonly number[];
  readonly classes: number;
  readonly params: number;
  readonly macs: number;
  readonly layers: readonly ReferenceLayer[];
}

/** torchvision's leaf modules by the kinds that stand for them; what is missing here is functional in torchvision. */
const types: Readonly<Record<string, string>> = {
  conv2d: 'Conv2d',
  batchNorm2d: 'BatchNorm2d',
  relu: 'ReLU',
  maxPool2d: 'MaxPool2d',
  adaptiveAvgPool2d: 'AdaptiveAvgPool2d',
  linear: 'Linear',
  dropout: 'Dropout',
};

/** What torchvision's networks are, as counted with its own modules. */
export const torchvisionReference = JSON.parse(readFileSync('test/reference/torchvision.json', 'utf8')) as Readonly<
  Record<string, ReferenceNetwork>
>;

/** Holds a network to torchvision's: each module's path, type, shapes, parameters, buffers and multiply-accumulates. */
export function agreesWithTorchvision(architecture: Architecture, name: string): void {
  const expected = torchvisionReference[name];
  const { layers, totals, problems } = analyze(architecture);
  const leaves = layers.flatMap(({ layer, input, output, params, buffers, macs }) => {
    const type = types[layer.kind];
    const path = layer.name.replace(/_\d+$/, '');
    return type === undefined ? [] : [{ name: path, type, input, output, params, buffers, macs }];
  });
  assert.deepEqual(problems, []);
  assert.deepEqual(leaves, expected?.layers);
  assert.deepEqual([totals.params, totals.macs], [expected?.params, expected?.macs]);
}
