import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'protobufjs';
import {
  bool,
  constant,
  dtypes,
  float,
  int,
  ints,
  shape,
  text,
  type,
} from '../../src/trainer/compiled/graph/attributes';
import { controlOf, GraphBuilder, output } from '../../src/trainer/compiled/graph/graphBuilder';
import schema from '../../src/trainer/compiled/graph/savedModel.proto';
import { writeSavedModel } from '../../src/trainer/compiled/graph/writeSavedModel';
import { preset } from '../../src/model/presets';
import { temporaryFolder } from '../data/temporaryFolder';
import { existing } from '../trainer/tensorSamples';
import { writtenGraph } from './writtenGraph';

/** What a file says, in protobufjs's plain form. */
interface Decoded {
  readonly savedModelSchemaVersion: number;
  readonly metaGraphs: readonly {
    readonly metaInfoDef: { readonly tags: readonly string[] };
    readonly graphDef: { readonly node: readonly object[]; readonly versions: { readonly producer: number } };
    readonly signatureDef: Readonly<Record<string, DecodedSignature>>;
  }[];
}

type DecodedTensors = Readonly<Record<string, { readonly name: string; readonly dtype: number; readonly tensorShape: object }>>; // prettier-ignore

interface DecodedSignature {
  readonly inputs?: DecodedTensors;
  readonly outputs?: DecodedTensors;
  readonly methodName: string;
}

function decode(folder: string) {
  const savedModel = parse(schema).root.lookupType('tensorflow.SavedModel');
  const message = savedModel.decode(readFileSync(path.join(folder, 'saved_model.pb')));
  const { savedModelSchemaVersion, metaGraphs } = savedModel.toObject(message, { longs: Number }) as Decoded; // by its schema
  assert.equal(savedModelSchemaVersion, 1);
  assert.equal(metaGraphs.length, 1);
  return existing(metaGraphs[0]);
}

/** Bytes as arrays, numbers as float32 keeps them; lists and messages that are empty are left out, as the format has it. */
function plain(value: unknown): unknown {
  if (typeof value === 'number') return Math.fround(value);
  if (value instanceof Uint8Array) return [...value];
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, plain(inner)] as const);
  return Object.fromEntries(entries.filter(([, inner]) => !isEmpty(inner)));
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

describe('a saved model', () => {
  const folder = temporaryFolder();

  it('has the nodes that were written, with every sort of attribute', async () => {
    const graph = new GraphBuilder();
    const fed = graph.placeholder('x', 'float', [-1, 3]);
    const attributes = {
      a: type('uint8'), b: int(7), c: float(0.5), d: bool(true), e: text('NHWC'), f: ints([1, 2, 2, 1]), g: shape([-1, 4]),
      h: constant(Float32Array.of(1, Number.NaN, -0), [3]), i: constant(Int32Array.of(-5), []), j: int(-1),
    }; // prettier-ignore
    const node = graph.node('Anything', { inputs: [output(fed, 2)], attributes, after: [controlOf(output(fed, 1))] });
    await writeSavedModel(folder.path, graph, {});
    const { graphDef, metaInfoDef } = decode(folder.path);
    assert.deepEqual(metaInfoDef.tags, ['serve']);
    assert.ok(graphDef.versions.producer > 0);
    assert.deepEqual(plain(graphDef.node[1]), plain({ name: node, op: 'Anything', input: ['x:2', '^x'], attr: attributes })); // prettier-ignore
    const dim = [{ size: -1 }, { size: 3 }];
    const expected = {
      name: 'x',
      op: 'Placeholder',
      attr: { dtype: { type: dtypes.float }, shape: { shape: { dim } } },
    };
    assert.deepEqual(plain(graphDef.node[0]), expected);
  });

  it('has the functions that were written', async () => {
    const graph = new GraphBuilder();
    const x = { tensor: graph.placeholder('x', 'int32', [-1]), dtype: 'int32', shape: [-1] } as const;
    const second = { tensor: output(graph.node('Two', { inputs: [x.tensor] }), 1), dtype: 'float', shape: [] } as const;
    await writeSavedModel(folder.path, graph, {
      double: { inputs: { 'a.weight': x }, outputs: { first: x, second } },
      nothing: { inputs: {}, outputs: { second } },
    });
    const { signatureDef } = decode(folder.path);
    const first = { name: 'x:0', dtype: dtypes.int32, tensorShape: { dim: [{ size: -1 }] } };
    const other = { name: 'Two:1', dtype: dtypes.float, tensorShape: { dim: [] } };
    const methodName = 'tensorflow/serving/predict';
    assert.deepEqual(
      plain(signatureDef),
      plain({
        double: { inputs: { 'a.weight': first }, outputs: { first, second: other }, methodName },
        nothing: { inputs: {}, outputs: { second: other }, methodName },
      }),
    );
  });

  it('has every node and function of a network', async () => {
    const { graph, signatures } = writtenGraph(existing(preset('resnet20-cifar')));
    await writeSavedModel(folder.path, graph, signatures);
    const { graphDef, signatureDef } = decode(folder.path);
    assert.deepEqual(plain(graphDef.node), plain(graph.nodes));
    assert.deepEqual(Object.keys(signatureDef).sort(), Object.keys(signatures).sort());
    for (const [name, { inputs, outputs }] of Object.entries(signatures)) {
      const found = existing(signatureDef[name]);
      assert.deepEqual(Object.keys(found.inputs ?? {}).sort(), Object.keys(inputs).sort());
      assert.deepEqual(Object.keys(found.outputs ?? {}).sort(), Object.keys(outputs).sort());
    }
  });
});
