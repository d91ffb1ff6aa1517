import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { layersModel, type LayersModel } from '../../src/formats/tfjs/layersModel';
import { UserError } from '../../src/protocol/userError';
import { fixtureBatch, fixtureNames } from '../trainer/fixture';
import { existing } from '../trainer/tensorSamples';
import { exportable, isPyTorchs } from './exportedLogits';

/** What TensorFlow.js layers have not. */
const unwritable: Readonly<Record<string, string>> = {
  'alexnet-2012': 'they have no local response normalisation',
  vgg: '4×4 pixels fall into 3×3 unequal shares',
};
const writable = fixtureNames.filter((name) => unwritable[name] === undefined);

interface Predicted {
  readonly shape: readonly number[];
  readonly logits: readonly number[];
  readonly layers: readonly string[];
}

describe('a network exported as TensorFlow.js layers', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(path.join(tmpdir(), 'resnet-layers-'));
  const notes = new Map<string, readonly string[]>();
  let found: ReadonlyMap<string, Predicted>;

  before(() => {
    const folders = writable.map((name) => path.join(folder, name));
    for (const name of writable) notes.set(name, written(name, path.join(folder, name)));
    const lines = execFileSync(process.execPath, ['test/formats/plainTfjs.mjs', ...folders], { encoding: 'utf8' });
    const answers = lines.split('\n').filter((line) => line.startsWith('{')); // beside its advertisement
    found = new Map(answers.map((line, at) => [writable[at] ?? '', JSON.parse(line) as Predicted])); // its contract
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const name of writable)
    it(`${name} gives PyTorch's logits to 1e-4 in plain TensorFlow.js`, () => {
      const fixture = exportable(name);
      const { shape, logits, layers } = existing(found.get(name));
      assert.deepEqual(shape, [5, 3]);
      isPyTorchs(fixture, logits);
      for (const layer of fixture.architecture.layers) assert.ok(layers.includes(layer.name), layer.name);
    });

  it('says that groups are written as zeros', () => {
    for (const [name, sentences] of notes) assert.equal(sentences.length, name === 'resnext' ? 1 : 0, name);
    assert.match(existing(notes.get('resnext'))[0] ?? '', /^TensorFlow\.js layers have no groups: 3 grouped convolutions are written as of one group/); // prettier-ignore
  });

  for (const [name, why] of Object.entries(unwritable))
    it(`${name} is refused in a sentence`, () => {
      const sentence = `can't be written as TensorFlow.js layers: ${why}; export ONNX or a SavedModel.`;
      const isIt = (error: Error): boolean => error instanceof UserError && error.message.endsWith(sentence);
      assert.throws(() => modelOf(name), isIt);
    });
});

function modelOf(name: string): LayersModel {
  const { architecture, valuesOf } = exportable(name);
  return layersModel(architecture, { valuesOf, version: '0', metadata: {} });
}

/** Writes a fixture's model and images, and gives the notes. */
function written(name: string, folder: string): readonly string[] {
  const { json, shards, notes } = modelOf(name);
  const fixture = exportable(name);
  const [channels = 0, height = 0, width = 0] = fixture.architecture.input;
  const images = { shape: [5, height, width, channels], values: [...fixtureBatch(fixture, '').images] };
  mkdirSync(folder);
  for (const shard of shards) writeFileSync(path.join(folder, shard.name), shard.bytes);
  writeFileSync(path.join(folder, 'model.json'), json);
  writeFileSync(path.join(folder, 'images.json'), JSON.stringify(images));
  return notes;
}
