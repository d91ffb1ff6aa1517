import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ImportedNetwork } from '../../src/formats/graph/importGraph';
import { openTfjs, readTfjs } from '../../src/formats/tfjs/openTfjs';
import { userError } from '../trainer/tensorSamples';
import { jsonMutations } from './jsonMutations';
import { quickly } from './quickly';
import { mutations } from './mutations';
import { tellsOrReads } from './tellsOrReads';

const folder = 'test/fixtures/tfjs';
const sample = readFileSync(`${folder}/gated.json`);
const read = (bytes: Uint8Array): ImportedNetwork => readTfjs(bytes, 'x.json', `${folder}/cifar-graph`);
const readJson = (json: unknown): ImportedNetwork => read(Buffer.from(JSON.stringify(json)));
const sentence = /^x\.json is not a usable TensorFlow\.js model: [^\n]*; export or download it again\.$/;
const refuses = (text: string | Uint8Array, why: RegExp): void => {
  assert.throws(() => read(Buffer.from(text)), userError(sentence, why));
};
const refusesJson = (json: unknown, why: RegExp): void => refuses(JSON.stringify(json), why);

const image = { class_name: 'InputLayer', name: 'image', config: { batch_input_shape: [null, 8, 8, 3] }, inbound_nodes: [] }; // prettier-ignore
const layer = (called: `${string}: ${string}`, from: readonly string[], config = {}): object => {
  const [name = '', class_name = ''] = called.split(': ');
  return { class_name, name, config, inbound_nodes: [from.map((each) => [each, 0, 0, {}])] };
};
const model = (...layers: readonly object[]): object => ({
  modelTopology: { class_name: 'Model', config: { name: 'm', layers: [image, ...layers], input_layers: [['image', 0, 0]], output_layers: [] } }, // prettier-ignore
});
const graph = (...node: readonly object[]): object => {
  const dim = [-1, 8, 8, 3].map((size) => ({ size: String(size) }));
  return {
    modelTopology: { node: [{ name: 'image', op: 'Placeholder', attr: { shape: { shape: { dim } } } }, ...node] },
  };
};
const conv = { filters: 4, kernel_size: 3 };

describe('damaged and hostile TensorFlow.js files', () => {
  it('are refused where they are cut', () => {
    for (let length = 0; length < sample.length - 1; length += 97) refuses(sample.subarray(0, length), /no JSON, or is cut short/); // prettier-ignore
  });

  it('are refused where they are something else', () => {
    for (const text of ['', 'null', '[]', '"a"', '7', '{}', '{"modelTopology":7}', '{"modelTopology":{}}', '{"name":"resnet"}'])
      refuses(text, /neither layers nor a graph|no JSON/); // prettier-ignore
    refuses(Uint8Array.from([0xff, 0xfe, 0x7b]), /no JSON/);
    refuses(readFileSync('test/fixtures/onnx/basic-old.onnx'), /no JSON/);
  });

  it('are refused where they are nested deep, have too many values, or are huge, before they are parsed', () => {
    refuses('['.repeat(1_000_000), /nested more than 200 deep/);
    refuses(`{"modelTopology":${'{"a":'.repeat(300)}1${'}'.repeat(300)}}`, /nested more than 200 deep/);
    refuses(`[${'0,'.repeat(300_001)}0]`, /more than 300000 values/);
    const scratch = mkdtempSync(path.join(tmpdir(), 'resnet-tfjs-'));
    try {
      const file = path.join(scratch, 'x.json');
      writeFileSync(file, '{');
      truncateSync(file, 2 ** 33);
      assert.throws(() => openTfjs(file), userError(sentence, /8589934592 bytes, more than 67108864/));
    } finally {
      rmSync(scratch, { recursive: true });
    }
  });

  it('are refused where they are no files, also pipes', () => {
    const scratch = mkdtempSync(path.join(tmpdir(), 'resnet-tfjs-'));
    try {
      const pipe = path.join(scratch, 'model.json');
      execFileSync('mkfifo', [pipe]);
      for (const file of [pipe, scratch])
        assert.throws(() => openTfjs(file), userError(/it is no file; check its path/));
      assert.throws(
        () => openTfjs(path.join(scratch, 'none.json')),
        userError(/there is no such file; check its path/),
      );
    } finally {
      rmSync(scratch, { recursive: true });
    }
  });

  it('are refused where layers are not what Keras has', () => {
    refusesJson({ modelTopology: { class_name: 'Model', config: { layers: [{ class_name: 7 }] } } }, /not described as Keras does it/); // prettier-ignore
    refusesJson(
      model(layer('a: Conv2D', ['image'], { filters: 'many' })),
      /its layer "a" \(Conv2D\) has no sound "filters"/,
    );
    refusesJson(model(layer('a: ReLU', ['gone'])), /reads the tensor "gone#0", which nothing gives/);
    refusesJson(model(layer('a: ReLU', ['b']), layer('b: ReLU', ['a'])), /its own output, in a circle/);
    refusesJson(
      model(layer('a: ReLU', ['image']), layer('a: ReLU', ['image'])),
      /two operations give the tensor "a#0"/,
    );
    const [first, second] = ['channels_first', 'channels_last'].map((data_format, at) => layer(`c${at}: Conv2D`, ['image'], { ...conv, data_format })); // prettier-ignore
    refusesJson(
      model(existingObject(first), existingObject(second)),
      /"c0" and "c1" have their channels on different axes/,
    );
    refusesJson(model(layer('a: Nothing', ['image'])), /nothing in it can be shown; Nothing, as it is not known here/);
    refusesJson({ modelTopology: { class_name: 'Sequential', config: [{ class_name: 'ReLU', config: {} }] } }, /no batch of images/); // prettier-ignore
  });

  it('are refused where models in models are deep, or grow', () => {
    let inner: object = { class_name: 'Sequential', config: { layers: [{ class_name: 'ReLU', config: {} }] } };
    for (let depth = 0; depth < 30; depth++) inner = { class_name: 'Sequential', config: { layers: [inner] } };
    refusesJson({ modelTopology: inner }, /models within models more than 16 deep/);
    let wide: object = { class_name: 'ReLU', config: {} };
    for (let depth = 0; depth < 5; depth++) wide = { class_name: 'Sequential', config: { layers: Array.from({ length: 8 }, () => wide) } }; // prettier-ignore
    refusesJson({ modelTopology: wide }, /more than 20000/);
  });

  it('are refused where sizes are impossible', () => {
    const weights = (shape: unknown[]): object => ({ weightsManifest: [{ paths: ['../../etc/passwd'], weights: [{ name: 'w', shape, dtype: 'float32' }] }] }); // prettier-ignore
    const filters = { name: 'w', op: 'Const' };
    const node = { name: 'c', op: 'Conv2D', input: ['image', 'w'] };
    refusesJson(
      { ...graph(filters, node), ...weights([1e9, 1e9, 1e9, 1e9]) },
      /tensor "w" of 1000000000×.* is impossible/,
    );
    refusesJson({ ...graph(filters, node), ...weights([-1]) }, /impossible/);
    refusesJson({ ...graph(filters, node), ...weights(new Array<number>(100).fill(1)) }, /"w" has 100 dimensions/);
    refusesJson(
      { ...graph(filters, node), ...weights(['x']) },
      /its list of weights can't be read, at "weightsManifest\.0/,
    );
    const huge = readJson(
      model(layer('r: ReLU', ['image']), layer('a: Conv2D', ['r'], { filters: 1e15, kernel_size: 3 })),
    );
    assert.match(String(huge.problem?.message), /Conv2D, as its output of 1000000000000000×6×6 can't be/);
    refusesJson({ modelTopology: { class_name: 'Sequential', config: [{ class_name: 'ReLU', config: { batch_input_shape: [null, 1e9, 1e9, 3] } }] } }, /can't be an image/); // prettier-ignore
  });

  it('are refused where graphs go in a circle or have too many operations; loops are not known', () => {
    const relu = (name: string, from: string): object => ({ name, op: 'Relu', input: [from] });
    refusesJson(graph(relu('a', 'b'), relu('b', 'a'), relu('c', 'b')), /its own output, in a circle/);
    refusesJson(graph(relu('a', 'image'), relu('a', 'image')), /two of its operations have the name "a"/);
    refusesJson(graph(...Array.from({ length: 20_000 }, (_, at) => relu(`r${at}`, 'image'))), /20001 operations/);
    const loop = [
      relu('r', 'image'),
      ...[{ name: 'enter', op: 'Enter', input: ['r'] }, { name: 'merge', op: 'Merge', input: ['enter', 'next'] }],
      { name: 'switch', op: 'Switch', input: ['merge', 'merge:1'] },
      ...[relu('body', 'switch:1'), { name: 'next', op: 'NextIteration', input: ['body'] }],
      { name: 'exit', op: 'Exit', input: ['switch'] },
    ]; // prettier-ignore
    assert.deepEqual(readJson(graph(...loop)).unknown, { Enter: 1, Exit: 1, Merge: 1, NextIteration: 1, Switch: 1 });
  });

  it('never lead to files elsewhere', () => {
    const asked: string[] = [];
    const paths = ['../model.json', '/etc/passwd', 'a/b.bin', '..', '.', 'C:\\x', 'x\u0000.bin'];
    for (const name of paths) {
      const weightsManifest = [{ paths: [name], weights: [{ name: 'axes', shape: [2], dtype: 'int32' }] }];
      const nodes = [{ name: 'r', op: 'Relu', input: ['image'] }, { name: 'axes', op: 'Const' }, { name: 'm', op: 'Mean', input: ['r', 'axes'] }]; // prettier-ignore
      const { problem } = readJson({ ...graph(...nodes), weightsManifest });
      asked.push(String(problem?.message));
    }
    for (const message of asked) assert.match(message, /its sizes lie in .*, which is to be in the same folder/s);
  });

  it('have names that messages and the view can bear', () => {
    const name = '../../\u001b[31m\u0000"evil\n'.padEnd(600, 'x');
    const found = readJson(model(layer(`${name}: Conv2D`, ['image'], conv), layer('b: Mystery\u001b[2J\n', [name])));
    assert.match(String(found.problem?.message), /^[^\n\u001b\u0000]+$/);
    for (const each of found.architecture.layers) assert.match(each.name, /^[\w.-]{1,200}$/);
  });

  it('are told in a sentence, or read, after 500 random changes of their bytes', () => {
    for (const bytes of mutations(sample, 500, 1)) quickly(() => tellsOrReads(() => read(bytes)));
  }).timeout(60_000);

  it('are told in a sentence, or read, with 500 random faults in their values', () => {
    let readable = 0;
    for (const name of ['gated.json', 'cifar-graph/model.json'])
      for (const bytes of jsonMutations(readFileSync(`${folder}/${name}`), 250, 1))
        if (quickly(() => tellsOrReads(() => read(bytes)))) readable++;
    assert.ok(readable > 50 && readable < 450, `${readable} could be read`);
  }).timeout(60_000);
});

function existingObject(found: object | undefined): object {
  assert.ok(found);
  return found;
}
